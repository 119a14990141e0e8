import type { PricingDefinition } from '@parley/contracts/generated/parley/pricing/v1/Pricing';
import { Retryable } from '@parley/faults';
import { grpcClient } from '@parley/middleware/grpc';
import type { Way } from '@parley/service';
import type { Peers } from './peers';

/** The way out to pricing: asks and waits. `deadlineMs`: of one quote, which may have hundreds of lines. */
export function pricingClient(address: string, { deadlineMs = 8000 } = {}): Peers['pricing'] & Way {
  const pricing = grpcClient<PricingDefinition>('parley.pricing.v1.Pricing', address, { deadlineMs });
  return {
    channel: 'grpc parley.pricing.v1.Pricing',
    async quote(orderId, country, wanted) {
      const lines = wanted.map(({ line, sku, quantity }) => ({ line, sku, quantity }));
      const answer = await pricing.Quote({ orderId, country, lines }, { idempotent: true });
      const fits = answer.lines.length === lines.length && answer.lines.every(({ sku }, i) => sku === lines[i]!.sku);
      if (!fits) throw new Retryable(`the quote of ${orderId} does not have the lines that were asked for`);
      return answer.lines.map(({ line, sku, quantity, parcels, ...money }) => ({
        line,
        sku,
        quantity,
        parcels,
        unitPrice: BigInt(money.unitPrice),
        discount: BigInt(money.discount),
        net: BigInt(money.net),
        vat: BigInt(money.vat),
        gross: BigInt(money.gross),
      }));
    },
    close: async () => pricing.close(),
  };
}
