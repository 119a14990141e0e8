import type { Sale__Output } from '@parley/contracts/generated/parley/analytics/v1/Sale';
import { REPLAY_DEADLINE_MS, type AnalyticsClient } from './analytics.grpc';
import { decimal } from './money';
import { operation, type Operation } from './operation';
import { newReplay, replay, sales, salesQuery } from './schemas';

const saleView = ({ key, quantity, gross, orders }: Sale__Output) => ({
  key,
  quantity: Number(quantity),
  gross: decimal(gross),
  orders,
});

/** Sales, live and from the log. */
export function salesOperations(analytics: AnalyticsClient): Operation[] {
  return [
    operation({
      method: 'get',
      path: '/api/sales',
      id: 'sales',
      tag: 'sales',
      summary: 'What was sold, by product, country or minute, as the live reader has it.',
      query: salesQuery,
      replies: { 200: { description: 'The sales', schema: sales } },
      async handle({ query: { by, limit } }) {
        const found = await analytics.Sales({ by, limit }, { idempotent: true });
        return { status: 200, body: { by, events: Number(found.events), sales: found.sales.map(saleView) } };
      },
    }),
    operation({
      method: 'post',
      path: '/api/replay',
      id: 'replay',
      tag: 'sales',
      summary: 'Reads the log again from a moment on, in a group of its own, and adds up what it finds there.',
      body: newReplay,
      replies: { 200: { description: 'The sales of that part of the log', schema: replay } },
      async handle({ body: { topic, from, by, limit } }) {
        const found = await analytics.Replay({ by, from, limit }, { deadlineMs: REPLAY_DEADLINE_MS, idempotent: true });
        const { records, events } = found;
        return {
          status: 200,
          body: { topic, from, by, records: Number(records), events: Number(events), sales: found.sales.map(saleView) },
        };
      },
    }),
  ];
}
