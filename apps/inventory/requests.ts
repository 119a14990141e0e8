import { z } from 'zod';

// U+0000 can't be stored everywhere.
const text = z
  .string()
  .max(200)
  .regex(/^[^\u0000]*$/, 'must not contain U+0000');
const id = text.min(1, 'is missing');
const count = z.number().int().min(0).max(1_000_000_000);
const quantity = count.min(1, 'must be at least 1');
const pence = z
  .string()
  .regex(/^\d{1,15}$/, 'must be pence')
  .transform(Number);

const lines = z.array(z.object({ sku: id, quantity })).max(1000, 'must have at most 1000 lines');

export const checkRequest = z.object({ lines });
export const reserveRequest = z.object({ orderId: id, lines: lines.min(1, 'must have at least one line') });
export const orderRequest = z.object({ orderId: id });
export const restockRequest = z.object({ returnId: id, lines: lines.min(1, 'must have at least one line') });
export const loadRequest = z.object({
  products: z
    .array(z.object({ sku: id, name: text, unitPrice: pence, unlimited: z.boolean(), initial: count }))
    .max(10_000, 'must have at most 10000 products'),
});
export const listRequest = z.object({ afterSku: text, limit: count, search: text });
