// Original file: proto/parley/pricing/v1/pricing.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { QuoteRequest as _parley_pricing_v1_QuoteRequest, QuoteRequest__Output as _parley_pricing_v1_QuoteRequest__Output } from '../../../parley/pricing/v1/QuoteRequest';
import type { QuoteResponse as _parley_pricing_v1_QuoteResponse, QuoteResponse__Output as _parley_pricing_v1_QuoteResponse__Output } from '../../../parley/pricing/v1/QuoteResponse';

export interface PricingClient extends grpc.Client {
  Quote(argument: _parley_pricing_v1_QuoteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_pricing_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  Quote(argument: _parley_pricing_v1_QuoteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_pricing_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  Quote(argument: _parley_pricing_v1_QuoteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_pricing_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  Quote(argument: _parley_pricing_v1_QuoteRequest, callback: grpc.requestCallback<_parley_pricing_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  quote(argument: _parley_pricing_v1_QuoteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_pricing_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  quote(argument: _parley_pricing_v1_QuoteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_pricing_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  quote(argument: _parley_pricing_v1_QuoteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_pricing_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  quote(argument: _parley_pricing_v1_QuoteRequest, callback: grpc.requestCallback<_parley_pricing_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface PricingHandlers extends grpc.UntypedServiceImplementation {
  Quote: grpc.handleUnaryCall<_parley_pricing_v1_QuoteRequest__Output, _parley_pricing_v1_QuoteResponse>;
  
}

export interface PricingDefinition extends grpc.ServiceDefinition {
  Quote: MethodDefinition<_parley_pricing_v1_QuoteRequest, _parley_pricing_v1_QuoteResponse, _parley_pricing_v1_QuoteRequest__Output, _parley_pricing_v1_QuoteResponse__Output>
}
