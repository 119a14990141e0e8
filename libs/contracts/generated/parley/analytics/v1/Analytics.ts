// Original file: proto/parley/analytics/v1/analytics.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ReplayRequest as _parley_analytics_v1_ReplayRequest, ReplayRequest__Output as _parley_analytics_v1_ReplayRequest__Output } from '../../../parley/analytics/v1/ReplayRequest';
import type { ReplayResponse as _parley_analytics_v1_ReplayResponse, ReplayResponse__Output as _parley_analytics_v1_ReplayResponse__Output } from '../../../parley/analytics/v1/ReplayResponse';
import type { SalesRequest as _parley_analytics_v1_SalesRequest, SalesRequest__Output as _parley_analytics_v1_SalesRequest__Output } from '../../../parley/analytics/v1/SalesRequest';
import type { SalesResponse as _parley_analytics_v1_SalesResponse, SalesResponse__Output as _parley_analytics_v1_SalesResponse__Output } from '../../../parley/analytics/v1/SalesResponse';

export interface AnalyticsClient extends grpc.Client {
  Replay(argument: _parley_analytics_v1_ReplayRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_analytics_v1_ReplayResponse__Output>): grpc.ClientUnaryCall;
  Replay(argument: _parley_analytics_v1_ReplayRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_analytics_v1_ReplayResponse__Output>): grpc.ClientUnaryCall;
  Replay(argument: _parley_analytics_v1_ReplayRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_analytics_v1_ReplayResponse__Output>): grpc.ClientUnaryCall;
  Replay(argument: _parley_analytics_v1_ReplayRequest, callback: grpc.requestCallback<_parley_analytics_v1_ReplayResponse__Output>): grpc.ClientUnaryCall;
  replay(argument: _parley_analytics_v1_ReplayRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_analytics_v1_ReplayResponse__Output>): grpc.ClientUnaryCall;
  replay(argument: _parley_analytics_v1_ReplayRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_analytics_v1_ReplayResponse__Output>): grpc.ClientUnaryCall;
  replay(argument: _parley_analytics_v1_ReplayRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_analytics_v1_ReplayResponse__Output>): grpc.ClientUnaryCall;
  replay(argument: _parley_analytics_v1_ReplayRequest, callback: grpc.requestCallback<_parley_analytics_v1_ReplayResponse__Output>): grpc.ClientUnaryCall;
  
  Sales(argument: _parley_analytics_v1_SalesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_analytics_v1_SalesResponse__Output>): grpc.ClientUnaryCall;
  Sales(argument: _parley_analytics_v1_SalesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_analytics_v1_SalesResponse__Output>): grpc.ClientUnaryCall;
  Sales(argument: _parley_analytics_v1_SalesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_analytics_v1_SalesResponse__Output>): grpc.ClientUnaryCall;
  Sales(argument: _parley_analytics_v1_SalesRequest, callback: grpc.requestCallback<_parley_analytics_v1_SalesResponse__Output>): grpc.ClientUnaryCall;
  sales(argument: _parley_analytics_v1_SalesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_analytics_v1_SalesResponse__Output>): grpc.ClientUnaryCall;
  sales(argument: _parley_analytics_v1_SalesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_analytics_v1_SalesResponse__Output>): grpc.ClientUnaryCall;
  sales(argument: _parley_analytics_v1_SalesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_analytics_v1_SalesResponse__Output>): grpc.ClientUnaryCall;
  sales(argument: _parley_analytics_v1_SalesRequest, callback: grpc.requestCallback<_parley_analytics_v1_SalesResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface AnalyticsHandlers extends grpc.UntypedServiceImplementation {
  Replay: grpc.handleUnaryCall<_parley_analytics_v1_ReplayRequest__Output, _parley_analytics_v1_ReplayResponse>;
  
  Sales: grpc.handleUnaryCall<_parley_analytics_v1_SalesRequest__Output, _parley_analytics_v1_SalesResponse>;
  
}

export interface AnalyticsDefinition extends grpc.ServiceDefinition {
  Replay: MethodDefinition<_parley_analytics_v1_ReplayRequest, _parley_analytics_v1_ReplayResponse, _parley_analytics_v1_ReplayRequest__Output, _parley_analytics_v1_ReplayResponse__Output>
  Sales: MethodDefinition<_parley_analytics_v1_SalesRequest, _parley_analytics_v1_SalesResponse, _parley_analytics_v1_SalesRequest__Output, _parley_analytics_v1_SalesResponse__Output>
}
