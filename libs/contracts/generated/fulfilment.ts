import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { FulfilCommand as _parley_fulfilment_v1_FulfilCommand, FulfilCommand__Output as _parley_fulfilment_v1_FulfilCommand__Output } from './parley/fulfilment/v1/FulfilCommand';
import type { Milestone as _parley_fulfilment_v1_Milestone, Milestone__Output as _parley_fulfilment_v1_Milestone__Output } from './parley/fulfilment/v1/Milestone';
import type { RefundCommand as _parley_fulfilment_v1_RefundCommand, RefundCommand__Output as _parley_fulfilment_v1_RefundCommand__Output } from './parley/fulfilment/v1/RefundCommand';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    fulfilment: {
      v1: {
        FulfilCommand: MessageTypeDefinition<_parley_fulfilment_v1_FulfilCommand, _parley_fulfilment_v1_FulfilCommand__Output>
        Milestone: MessageTypeDefinition<_parley_fulfilment_v1_Milestone, _parley_fulfilment_v1_Milestone__Output>
        RefundCommand: MessageTypeDefinition<_parley_fulfilment_v1_RefundCommand, _parley_fulfilment_v1_RefundCommand__Output>
      }
    }
  }
}

