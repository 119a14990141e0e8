import type { AnalyticsDefinition } from '@parley/contracts/generated/parley/analytics/v1/Analytics';
import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import type { InventoryDefinition } from '@parley/contracts/generated/parley/inventory/v1/Inventory';
import type { ObserverDefinition } from '@parley/contracts/generated/parley/observer/v1/Observer';
import type { ViewsDefinition } from '@parley/contracts/generated/parley/views/v1/Views';
import { grpcService, rpcError } from '@parley/middleware/grpc';

const unasked = (method: string) => async () => {
  throw new Error(`the gateway does not call ${method}`);
};

export const memoryInventory = () =>
  grpcService<InventoryDefinition>('parley.inventory.v1.Inventory', {
    async ListProducts({ afterSku, search }) {
      const products = [
        {
          sku: '71053',
          name: 'WHITE METAL LANTERN',
          unitPrice: '339',
          unlimited: false,
          initial: 10,
          available: '7',
          reserved: '1',
          sold: '2',
        },
        {
          sku: 'POST',
          name: 'POSTAGE',
          unitPrice: '1800',
          unlimited: true,
          initial: 0,
          available: '-4',
          reserved: '0',
          sold: '4',
        },
      ];
      return {
        products: products.filter((p) => p.sku > afterSku && p.name.includes(search)),
        nextSku: afterSku ? '' : 'POST',
      };
    },
    LoadProducts: unasked('LoadProducts'),
    CheckStock: unasked('CheckStock'),
    Reserve: unasked('Reserve'),
    Ship: unasked('Ship'),
    Release: unasked('Release'),
    Restock: unasked('Restock'),
  });

const sales = [{ key: 'France', quantity: '12', gross: '1234', orders: 3 }];

export const memoryAnalytics = () =>
  grpcService<AnalyticsDefinition>('parley.analytics.v1.Analytics', {
    Sales: async () => ({ sales, events: '7' }),
    Replay: async () => ({ sales, records: '9', events: '7' }),
  });

export const memoryObserver = () =>
  grpcService<ObserverDefinition>('parley.observer.v1.Observer', {
    async Journey({ orderId }) {
      if (orderId !== 'order-1') throw rpcError('NOT_FOUND', `nothing was seen of ${orderId}`);
      const hop = {
        process: 'gateway-1', service: 'gateway', name: 'POST /api/orders', kind: 'server', style: 'http', channel: 'POST /api/orders',
        startedAt: '2026-01-01T00:00:00.000Z', startNanos: '1767225600000000000', durationNanos: '1000000', error: '',
      }; // prettier-ignore
      return { traceId: 'a'.repeat(32), hops: [{ ...hop, spanId: 'b'.repeat(16), parentSpanId: '', links: [] }] };
    },
  });

/** Dead letters of one owner: a queue with one letter until it is redriven. */
export const memoryDeadLetters = (queue: string) => {
  let depth = 1;
  return grpcService<DeadLettersDefinition>('parley.control.v1.DeadLetters', {
    List: async () => ({ queues: [{ queue, depth }] }),
    Show: async () => ({
      letters: [
        {
          messageId: 'm1', type: 'parley.fulfilment.v1.FulfilCommand', contentType: 'application/json', reason: 'undecodable',
          cause: 'not JSON', attempts: 1, at: '2026-01-01T00:00:00Z', body: Buffer.from('{'), traceparent: '',
        }, // prettier-ignore
      ],
    }),
    async Redrive() {
      const redriven = depth;
      depth = 0;
      return { redriven };
    },
  });
};

export const memoryViews = () =>
  grpcService<ViewsDefinition>('parley.views.v1.Views', {
    Get: unasked('Get'),
    Rebuild: unasked('Rebuild'),
    async Search({ q, limit }) {
      const order = {
        orderId: 'order-1', version: 5, partition: 2, offset: '17', state: 'completed', reason: '', customer: '', country: 'France',
        reference: '536370', placedAt: '2010-12-01T08:45:00.000Z', changedAt: '2026-01-01T00:00:00.000Z', net: '1020', vat: '204',
        gross: '1224', refunded: '0', lines: [{ line: 1, sku: '22728', quantity: 24, gross: '1224', returned: 0 }],
      }; // prettier-ignore
      const orders = q === 'france' ? [order] : [];
      return { orders: orders.slice(0, limit), found: orders.length, lag: { events: '3', ms: '40' } };
    },
    Status: async () => ({
      positions: [{ partition: 0, next: '4', end: '7' }],
      lag: { events: '3', ms: '40' },
      visible: { events: 4, p50: 5, p99: 12, max: 12 },
      generation: 1,
      rebuilding: false,
      unreadable: '0',
    }),
  });
