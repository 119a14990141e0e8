// Original file: proto/parley/observer/v1/observer.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { JourneyRequest as _parley_observer_v1_JourneyRequest, JourneyRequest__Output as _parley_observer_v1_JourneyRequest__Output } from '../../../parley/observer/v1/JourneyRequest';
import type { JourneyResponse as _parley_observer_v1_JourneyResponse, JourneyResponse__Output as _parley_observer_v1_JourneyResponse__Output } from '../../../parley/observer/v1/JourneyResponse';

export interface ObserverClient extends grpc.Client {
  Journey(argument: _parley_observer_v1_JourneyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_observer_v1_JourneyResponse__Output>): grpc.ClientUnaryCall;
  Journey(argument: _parley_observer_v1_JourneyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_observer_v1_JourneyResponse__Output>): grpc.ClientUnaryCall;
  Journey(argument: _parley_observer_v1_JourneyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_observer_v1_JourneyResponse__Output>): grpc.ClientUnaryCall;
  Journey(argument: _parley_observer_v1_JourneyRequest, callback: grpc.requestCallback<_parley_observer_v1_JourneyResponse__Output>): grpc.ClientUnaryCall;
  journey(argument: _parley_observer_v1_JourneyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_observer_v1_JourneyResponse__Output>): grpc.ClientUnaryCall;
  journey(argument: _parley_observer_v1_JourneyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_observer_v1_JourneyResponse__Output>): grpc.ClientUnaryCall;
  journey(argument: _parley_observer_v1_JourneyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_observer_v1_JourneyResponse__Output>): grpc.ClientUnaryCall;
  journey(argument: _parley_observer_v1_JourneyRequest, callback: grpc.requestCallback<_parley_observer_v1_JourneyResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface ObserverHandlers extends grpc.UntypedServiceImplementation {
  Journey: grpc.handleUnaryCall<_parley_observer_v1_JourneyRequest__Output, _parley_observer_v1_JourneyResponse>;
  
}

export interface ObserverDefinition extends grpc.ServiceDefinition {
  Journey: MethodDefinition<_parley_observer_v1_JourneyRequest, _parley_observer_v1_JourneyResponse, _parley_observer_v1_JourneyRequest__Output, _parley_observer_v1_JourneyResponse__Output>
}
