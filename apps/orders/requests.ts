import { z } from 'zod';

/** Beyond these an order is no order: the longest of the retailer's has 675 lines. */
const mostLines = 1000;
const mostPieces = 1_000_000;

// U+0000 can't be stored everywhere.
const text = z
  .string()
  .max(200)
  .regex(/^[^\u0000]*$/, 'must not contain U+0000');
const needed = text.min(1, 'is missing');

const lines = z
  .array(
    z.object({
      sku: needed,
      quantity: z.number().int().min(1, 'must be at least 1').max(mostPieces, `must be at most ${mostPieces}`),
    }),
  )
  .min(1, 'must have at least one line')
  .max(mostLines, `must have at most ${mostLines} lines`);

const time = z
  .string()
  .refine((value) => value === '' || !Number.isNaN(Date.parse(value)), 'must be an RFC 3339 time')
  .transform((value) => value && new Date(value).toISOString());

export const placeRequest = z
  .object({ idempotencyKey: needed, customer: text, country: needed, reference: text, placedAt: time, lines })
  .transform(({ idempotencyKey, ...rest }) => ({ key: idempotencyKey, ...rest }));

export const returnRequest = z
  .object({ idempotencyKey: needed, customer: text, lines })
  .transform(({ idempotencyKey, ...rest }) => ({ key: idempotencyKey, ...rest }));
