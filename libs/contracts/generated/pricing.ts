import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { PriceJob as _parley_pricing_v1_PriceJob, PriceJob__Output as _parley_pricing_v1_PriceJob__Output } from './parley/pricing/v1/PriceJob';
import type { PriceResult as _parley_pricing_v1_PriceResult, PriceResult__Output as _parley_pricing_v1_PriceResult__Output } from './parley/pricing/v1/PriceResult';
import type { PricedLine as _parley_pricing_v1_PricedLine, PricedLine__Output as _parley_pricing_v1_PricedLine__Output } from './parley/pricing/v1/PricedLine';
import type { PricingClient as _parley_pricing_v1_PricingClient, PricingDefinition as _parley_pricing_v1_PricingDefinition } from './parley/pricing/v1/Pricing';
import type { QuoteLine as _parley_pricing_v1_QuoteLine, QuoteLine__Output as _parley_pricing_v1_QuoteLine__Output } from './parley/pricing/v1/QuoteLine';
import type { QuoteRequest as _parley_pricing_v1_QuoteRequest, QuoteRequest__Output as _parley_pricing_v1_QuoteRequest__Output } from './parley/pricing/v1/QuoteRequest';
import type { QuoteResponse as _parley_pricing_v1_QuoteResponse, QuoteResponse__Output as _parley_pricing_v1_QuoteResponse__Output } from './parley/pricing/v1/QuoteResponse';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    pricing: {
      v1: {
        PriceJob: MessageTypeDefinition<_parley_pricing_v1_PriceJob, _parley_pricing_v1_PriceJob__Output>
        PriceResult: MessageTypeDefinition<_parley_pricing_v1_PriceResult, _parley_pricing_v1_PriceResult__Output>
        PricedLine: MessageTypeDefinition<_parley_pricing_v1_PricedLine, _parley_pricing_v1_PricedLine__Output>
        Pricing: SubtypeConstructor<typeof grpc.Client, _parley_pricing_v1_PricingClient> & { service: _parley_pricing_v1_PricingDefinition }
        QuoteLine: MessageTypeDefinition<_parley_pricing_v1_QuoteLine, _parley_pricing_v1_QuoteLine__Output>
        QuoteRequest: MessageTypeDefinition<_parley_pricing_v1_QuoteRequest, _parley_pricing_v1_QuoteRequest__Output>
        QuoteResponse: MessageTypeDefinition<_parley_pricing_v1_QuoteResponse, _parley_pricing_v1_QuoteResponse__Output>
      }
    }
  }
}

