import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import { type CallInfo, checked, grpcService, rpcError } from '@parley/middleware/grpc';
import type { Orders } from './orders.service';
import { readCursor } from './queries.service';
import { placeRequest, returnRequest } from './requests';
import { orderInList, orderMessage, returnMessage } from './views';

const defaultPage = 50;
const largestPage = 200;
/** A foreign client may set no deadline. */
const longestWaitMs = 30_000;
/** An answer takes a moment too: what is not known by then is said before the caller stops listening. */
const answerMs = 50;

const waitUntil = ({ deadline }: CallInfo): number => Math.min(deadline - answerMs, Date.now() + longestWaitMs);

const noOrder = (orderId: string) => rpcError('NOT_FOUND', `no order ${orderId}`, { reason: 'unknown-order' });

const afterOf = (cursor: string) => {
  if (cursor === '') return undefined;
  const after = readCursor(cursor);
  if (after) return after;
  const fieldViolations = [{ field: 'cursor', description: 'is none that a list has given' }];
  throw rpcError('INVALID_ARGUMENT', 'the request is not valid', { reason: 'invalid', fieldViolations });
};

/** The way in for who asks and waits. */
export const ordersService = (orders: Orders) => {
  const viewOf = async (orderId: string) => {
    const view = await orders.get(orderId);
    if (!view) throw noOrder(orderId);
    return orderMessage(view);
  };

  return grpcService<OrdersDefinition>('parley.orders.v1.Orders', {
    Place: async (request, call) => {
      const { order, repeated } = await orders.place(checked(placeRequest, request), waitUntil(call));
      return { order: await viewOf(order.order_id), repeated };
    },
    // Not tagged: who looks at an order takes no part in its journey.
    Get: async ({ orderId }) => ({ order: await viewOf(orderId) }),
    List: async ({ cursor, limit, state, customer, country, openOnly }) => {
      const page = { limit: Math.min(limit || defaultPage, largestPage), state, customer, country, openOnly };
      const found = await orders.list({ ...page, after: afterOf(cursor) });
      return { orders: found.orders.map(orderInList), nextCursor: found.next };
    },
    Cancel: async ({ orderId }, call) => {
      await orders.cancel(orderId, waitUntil(call));
      return { order: await viewOf(orderId) };
    },
    PlaceReturn: async (request) => {
      const { repeated, ...view } = await orders.placeReturn(checked(returnRequest, request));
      return { return: returnMessage(view), repeated };
    },
    GetReturn: async ({ returnId }) => {
      const view = await orders.getReturn(returnId);
      if (!view) throw rpcError('NOT_FOUND', `no return ${returnId}`, { reason: 'unknown-return' });
      return { return: returnMessage(view) };
    },
    Watch: async function* ({ afterSequence }, { signal }) {
      for await (const { sequence, event } of orders.watch(Number(afterSequence), signal)) {
        yield { sequence: String(sequence), event };
      }
    },
  });
};
