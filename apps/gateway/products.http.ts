import type { InventoryClient } from './inventory.grpc';
import { decimal } from './money';
import { operation, type Operation } from './operation';
import { productPage, productQuery } from './schemas';

/** The catalogue with its stock. */
export function productOperations(inventory: InventoryClient): Operation[] {
  return [
    operation({
      method: 'get',
      path: '/api/products',
      id: 'listProducts',
      tag: 'products',
      summary: 'Products by sku, with their stock; `search` looks in sku and name.',
      query: productQuery,
      replies: {
        200: { description: 'A page; `next` is the cursor of the next, absent on the last', schema: productPage },
      },
      async handle({ query: { cursor = '', limit, search = '' } }) {
        const page = await inventory.ListProducts({ afterSku: cursor, limit, search }, { idempotent: true });
        const products = page.products.map(({ unitPrice, available, reserved, sold, ...rest }) => ({
          ...rest,
          unitPrice: decimal(unitPrice),
          available: Number(available),
          reserved: Number(reserved),
          sold: Number(sold),
        }));
        return { status: 200, body: { products, ...(page.nextSku && { next: page.nextSku }) } };
      },
    }),
  ];
}
