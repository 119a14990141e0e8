import { crashPoint } from '@parley/faults';
import { tagOrder } from '@parley/tracing';
import type { ObserverClient } from './observer.grpc';
import { operation, type Operation } from './operation';
import { orderView, PLACE_DEADLINE_MS, type OrdersClient } from './orders.grpc';
import { byId, idempotencyKey, journey, newOrder, order, orderPage, orderQuery } from './schemas';

/** Place, find, follow and cancel orders. */
export function orderOperations(orders: OrdersClient, observer: ObserverClient): Operation[] {
  return [
    operation({
      method: 'post',
      path: '/api/orders',
      id: 'placeOrder',
      tag: 'orders',
      summary: 'Places an order; answers when it is accepted or rejected, and stored so.',
      headers: idempotencyKey,
      body: newOrder,
      replies: {
        201: { description: 'A new order, accepted or rejected', schema: order },
        200: { description: 'The key was known: the order it stands for, as it is now', schema: order },
      },
      async handle({ headers, body }) {
        const reply = await orders.Place(
          {
            idempotencyKey: headers['idempotency-key'],
            customer: body.customer ?? '',
            country: body.country,
            reference: body.reference ?? '',
            placedAt: body.placedAt ? new Date(body.placedAt).toISOString() : '',
            lines: body.lines,
          },
          { deadlineMs: PLACE_DEADLINE_MS, idempotent: true },
        );
        crashPoint('gateway.place.forwarded');
        const view = orderView(reply.order);
        tagOrder(view.id);
        return { status: reply.repeated ? 200 : 201, body: view, headers: { Location: `/api/orders/${view.id}` } };
      },
    }),
    operation({
      method: 'get',
      path: '/api/orders',
      id: 'listOrders',
      tag: 'orders',
      summary: 'Orders, newest first, a page at a time.',
      query: orderQuery,
      replies: {
        200: { description: 'A page; `next` is the cursor of the next, absent on the last', schema: orderPage },
      },
      async handle({ query: { cursor = '', limit, state = '', customer = '', country = '', open } }) {
        const page = await orders.List(
          { cursor, limit, state, customer, country, openOnly: open === 'true' },
          { idempotent: true },
        );
        return {
          status: 200,
          body: { orders: page.orders.map(orderView), ...(page.nextCursor && { next: page.nextCursor }) },
        };
      },
    }),
    operation({
      method: 'get',
      path: '/api/orders/{id}',
      id: 'getOrder',
      tag: 'orders',
      summary: 'An order with its state and timeline.',
      params: byId,
      replies: { 200: { description: 'The order', schema: order } },
      async handle({ params }) {
        const { order: found } = await orders.Get({ orderId: params.id }, { idempotent: true });
        return { status: 200, body: orderView(found) };
      },
    }),
    operation({
      method: 'get',
      path: '/api/orders/{id}/journey',
      id: 'getJourney',
      tag: 'orders',
      summary: 'The hops of an order, by start, as they were seen.',
      params: byId,
      replies: { 200: { description: 'The journey', schema: journey } },
      // Not traced: watching a journey must not become a part of it.
      traced: false,
      async handle({ params }) {
        const seen = await observer.Journey({ orderId: params.id }, { idempotent: true });
        const hops = seen.hops.map(({ parentSpanId, error, ...hop }) => ({
          ...hop,
          ...(parentSpanId && { parentSpanId }),
          ...(error && { error }),
        }));
        return { status: 200, body: { orderId: params.id, traceId: seen.traceId, hops } };
      },
    }),
    operation({
      method: 'post',
      path: '/api/orders/{id}/cancel',
      id: 'cancelOrder',
      tag: 'orders',
      summary: 'Asks for an order to be cancelled; possible until it is shipped, which fulfilment decides.',
      params: byId,
      replies: { 202: { description: 'The wish is stored', schema: order } },
      async handle({ params }) {
        tagOrder(params.id);
        const { order: found } = await orders.Cancel({ orderId: params.id }, { idempotent: true });
        return { status: 202, body: orderView(found), headers: { Location: `/api/orders/${params.id}` } };
      },
    }),
  ];
}
