import { calls, type Contract, type Needs } from '../contract';

const own = calls('inventory', 'parley.inventory.v1.Inventory');
const line: Needs = { sku: 'text', quantity: 'positive' };

/** What the stock needs of orders, of whoever loads the catalogue, and of packing. */
export const inventory: Contract[] = [
  own.request('LoadProducts', {
    products: [{ sku: 'text', name: 'string', unitPrice: 'int64', unlimited: 'boolean', initial: 'number' }],
  }),
  own.request('ListProducts', { afterSku: 'string', limit: 'number', search: 'string' }),
  own.request('CheckStock', { lines: [line] }),
  own.request('Reserve', { orderId: 'text', lines: [line] }),
  own.request('Ship', { orderId: 'text' }),
  own.request('Release', { orderId: 'text' }),
  own.request('Restock', { returnId: 'text', lines: [line] }),
  {
    consumer: 'inventory',
    message: 'parley.inventory.v1.WarehouseNotice',
    channel: 'warehouse.notices',
    needs: { noticeId: 'text', orderId: 'text', parcels: 'number' },
  },
];
