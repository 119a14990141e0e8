import type { PricingDefinition } from '@parley/contracts/generated/parley/pricing/v1/Pricing';
import { Fatal, kindOf } from '@parley/faults';
import { type GrpcService, grpcService, rpcError } from '@parley/middleware/grpc';
import { tagOrder } from '@parley/tracing';
import { type Deal, quoteOrder } from './quote.service';

/** Milliseconds for a caller who sets no deadline. */
const longestMs = 30_000;

/** What the request itself is wrong in; anything else that is fatal is our own fault. */
const invalid = ['unknown-sku', 'unknown-country', 'invalid-quantity', 'no-lines'];

function answerOf(error: unknown): unknown {
  if (error instanceof Fatal && invalid.includes(error.reason)) {
    const { reason, message, detail: metadata } = error;
    const fieldViolations = [{ field: metadata.field ?? '', description: message }];
    return rpcError('INVALID_ARGUMENT', message, { reason, metadata, fieldViolations, cause: error });
  }
  // A quote changes nothing: whatever became of its jobs, it may be asked for again.
  if (error instanceof Error && 'kind' in error && kindOf(error) !== 'fatal') {
    return rpcError('UNAVAILABLE', error.message, { reason: 'not-priced', cause: error });
  }
  return error;
}

/** The Pricing service. Errors in the request are INVALID_ARGUMENT with the field; no result in time, UNAVAILABLE. */
export const quoteGrpc = (deal: Deal): GrpcService =>
  grpcService<PricingDefinition>('parley.pricing.v1.Pricing', {
    Quote: async (request, call) => {
      tagOrder(request.orderId);
      try {
        return await quoteOrder(request, deal, Math.min(call.remaining(), longestMs));
      } catch (error) {
        throw answerOf(error);
      }
    },
  });
