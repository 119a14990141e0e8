import { operation, type Operation } from './operation';
import { PLACE_DEADLINE_MS, returnView, type OrdersClient } from './orders.grpc';
import { byId, idempotencyKey, newReturn, returned } from './schemas';

/** Goods that come back. */
export function returnOperations(orders: OrdersClient): Operation[] {
  return [
    operation({
      method: 'post',
      path: '/api/returns',
      id: 'placeReturn',
      tag: 'returns',
      summary:
        "Takes goods back: a line at a time, matched to the customer's newest completed orders; the rest is refused with a reason.",
      headers: idempotencyKey,
      body: newReturn,
      replies: {
        201: { description: 'A new return; pending until all of it is refunded and restocked', schema: returned },
        200: { description: 'The key was known: the return it stands for, as it is now', schema: returned },
      },
      async handle({ headers, body }) {
        const reply = await orders.PlaceReturn(
          { idempotencyKey: headers['idempotency-key'], customer: body.customer ?? '', lines: body.lines },
          { deadlineMs: PLACE_DEADLINE_MS, idempotent: true },
        );
        const view = returnView(reply.return);
        return { status: reply.repeated ? 200 : 201, body: view, headers: { Location: `/api/returns/${view.id}` } };
      },
    }),
    operation({
      method: 'get',
      path: '/api/returns/{id}',
      id: 'getReturn',
      tag: 'returns',
      summary: 'A return with its lines.',
      params: byId,
      replies: { 200: { description: 'The return', schema: returned } },
      async handle({ params }) {
        const reply = await orders.GetReturn({ returnId: params.id }, { idempotent: true });
        return { status: 200, body: returnView(reply.return) };
      },
    }),
  ];
}
