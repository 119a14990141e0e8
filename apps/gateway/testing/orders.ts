import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import type { Order__Output } from '@parley/contracts/generated/parley/orders/v1/Order';
import type { PlaceRequest__Output } from '@parley/contracts/generated/parley/orders/v1/PlaceRequest';
import type { PlaceReturnRequest__Output } from '@parley/contracts/generated/parley/orders/v1/PlaceReturnRequest';
import type { Return__Output } from '@parley/contracts/generated/parley/orders/v1/Return';
import type { WatchResponse } from '@parley/contracts/generated/parley/orders/v1/WatchResponse';
import { grpcService, rpcError, type CallInfo } from '@parley/middleware/grpc';
import { isCountry } from '@parley/topology';

const AT = '2010-12-01T08:26:00.000Z';
const known = new Set(['85123A', '71053', 'POST']);

const priced = (sku: string, quantity: number, index: number) => ({
  line: index + 1, sku, quantity, unitPrice: '255', discount: '0', net: `${255 * quantity}`,
  vat: `${51 * quantity}`, gross: `${306 * quantity}`, parcels: 1, returned: 0,
}); // prettier-ignore

/** An order book that keeps its orders in memory: enough of orders' contract for the gateway to be run against. */
export function memoryOrders() {
  const placed: Order__Output[] = [];
  const returns: Return__Output[] = [];
  const requests: PlaceRequest__Output[] = [];
  const traceparents: string[] = [];
  const bodies = new Map<string, string>();
  let log: (afterSequence: number, call: CallInfo) => AsyncIterable<WatchResponse> = async function* () {};

  const remember = (key: string, request: object): boolean => {
    const body = JSON.stringify(request);
    const before = bodies.get(key);
    if (before !== undefined && before !== body)
      throw rpcError('ALREADY_EXISTS', `key ${key} was used with another body`, { reason: 'key-reused' });
    bodies.set(key, body);
    return before !== undefined;
  };

  const order = (request: PlaceRequest__Output): Order__Output => {
    const lines = request.lines.map(({ sku, quantity }, index) => priced(sku, quantity, index));
    const sum = (field: 'net' | 'vat' | 'gross') => `${lines.reduce((total, line) => total + BigInt(line[field]), 0n)}`;
    const soldOut = request.reference === 'sold out';
    return {
      orderId: `order-${placed.length + 1}`, idempotencyKey: request.idempotencyKey, customer: request.customer,
      country: request.country, reference: request.reference, placedAt: request.placedAt || AT, createdAt: AT,
      state: soldOut ? 'rejected' : 'accepted', reason: soldOut ? 'out of stock' : '', lines,
      net: sum('net'), vat: sum('vat'), gross: sum('gross'), refunded: '0', parcels: lines.length,
      timeline: [{ at: AT, state: 'pending', note: '' }], traceId: '',
    }; // prettier-ignore
  };

  const find = (orderId: string): Order__Output => {
    const found = placed.find((entry) => entry.orderId === orderId);
    if (!found) throw rpcError('NOT_FOUND', `no order ${orderId}`, { reason: 'order-unknown' });
    return found;
  };

  const service = grpcService<OrdersDefinition>('parley.orders.v1.Orders', {
    async Place(request) {
      requests.push(request);
      if (!isCountry(request.country))
        throw rpcError('INVALID_ARGUMENT', 'unknown country', {
          reason: 'unknown-country',
          fieldViolations: [{ field: 'country', description: `no VAT rate is known for ${request.country}` }],
        });
      const fieldViolations = request.lines.flatMap(({ sku }, index) =>
        known.has(sku) ? [] : [{ field: `lines[${index}].sku`, description: `no product ${sku}` }],
      );
      if (fieldViolations.length > 0)
        throw rpcError('INVALID_ARGUMENT', 'unknown sku', { reason: 'unknown-sku', fieldViolations });
      if (remember(request.idempotencyKey, request))
        return { order: placed.find((entry) => entry.idempotencyKey === request.idempotencyKey), repeated: true };
      placed.push(order(request));
      return { order: placed.at(-1), repeated: false };
    },
    Get: async ({ orderId }) => ({ order: find(orderId) }),
    async List({ cursor, limit, state, customer, openOnly }, { metadata }) {
      traceparents.push(metadata.traceparent ?? '');
      const all = placed.filter(
        (entry) =>
          (!state || entry.state === state) &&
          (!customer || entry.customer === customer) &&
          !(openOnly && entry.state === 'rejected'),
      );
      const from = Number(cursor || 0);
      const next = from + limit;
      return { orders: all.slice(from, next), nextCursor: next < all.length ? `${next}` : '' };
    },
    async Cancel({ orderId }) {
      const found = find(orderId);
      if (found.state === 'shipped')
        throw rpcError('FAILED_PRECONDITION', `order ${orderId} is shipped`, { reason: 'too-late' });
      found.state = 'cancelling';
      return { order: found };
    },
    async PlaceReturn(request: PlaceReturnRequest__Output) {
      const repeated = remember(request.idempotencyKey, request);
      const lines = request.lines.map(({ sku, quantity }, index) => ({
        line: index + 1, sku, quantity, accepted: 0, orderId: '', refund: '0', reason: 'no completed order matches',
      })); // prettier-ignore
      if (!repeated)
        returns.push({
          returnId: `return-${returns.length + 1}`, idempotencyKey: request.idempotencyKey, customer: request.customer,
          state: 'completed', lines, refunded: '0', createdAt: AT,
        }); // prettier-ignore
      return { return: returns.find((entry) => entry.idempotencyKey === request.idempotencyKey), repeated };
    },
    async GetReturn({ returnId }) {
      const found = returns.find((entry) => entry.returnId === returnId);
      if (!found) throw rpcError('NOT_FOUND', `no return ${returnId}`, { reason: 'return-unknown' });
      return { return: found };
    },
    Watch: ({ afterSequence }, call) => log(Number(afterSequence), call),
  });
  return { service, traceparents, placed, returns, requests, find, setLog: (next: typeof log) => (log = next) };
}

export const event = (sequence: number, note = ''): WatchResponse => ({
  sequence: `${sequence}`,
  event: {
    eventId: `event-${sequence}`, orderId: 'order-1', version: sequence, type: 'paid', at: AT, placedAt: AT, customer: '',
    country: 'France', reference: note, reason: '', lines: [priced('85123A', 2, 0)], net: '510', vat: '102', gross: '612',
  }, // prettier-ignore
});
