import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { AnalyticsClient as _parley_analytics_v1_AnalyticsClient, AnalyticsDefinition as _parley_analytics_v1_AnalyticsDefinition } from './parley/analytics/v1/Analytics';
import type { ReplayRequest as _parley_analytics_v1_ReplayRequest, ReplayRequest__Output as _parley_analytics_v1_ReplayRequest__Output } from './parley/analytics/v1/ReplayRequest';
import type { ReplayResponse as _parley_analytics_v1_ReplayResponse, ReplayResponse__Output as _parley_analytics_v1_ReplayResponse__Output } from './parley/analytics/v1/ReplayResponse';
import type { Sale as _parley_analytics_v1_Sale, Sale__Output as _parley_analytics_v1_Sale__Output } from './parley/analytics/v1/Sale';
import type { SalesRequest as _parley_analytics_v1_SalesRequest, SalesRequest__Output as _parley_analytics_v1_SalesRequest__Output } from './parley/analytics/v1/SalesRequest';
import type { SalesResponse as _parley_analytics_v1_SalesResponse, SalesResponse__Output as _parley_analytics_v1_SalesResponse__Output } from './parley/analytics/v1/SalesResponse';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    analytics: {
      v1: {
        Analytics: SubtypeConstructor<typeof grpc.Client, _parley_analytics_v1_AnalyticsClient> & { service: _parley_analytics_v1_AnalyticsDefinition }
        ReplayRequest: MessageTypeDefinition<_parley_analytics_v1_ReplayRequest, _parley_analytics_v1_ReplayRequest__Output>
        ReplayResponse: MessageTypeDefinition<_parley_analytics_v1_ReplayResponse, _parley_analytics_v1_ReplayResponse__Output>
        Sale: MessageTypeDefinition<_parley_analytics_v1_Sale, _parley_analytics_v1_Sale__Output>
        SalesRequest: MessageTypeDefinition<_parley_analytics_v1_SalesRequest, _parley_analytics_v1_SalesRequest__Output>
        SalesResponse: MessageTypeDefinition<_parley_analytics_v1_SalesResponse, _parley_analytics_v1_SalesResponse__Output>
      }
    }
  }
}

