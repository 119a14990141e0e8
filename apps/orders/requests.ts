import { z } from 'zod';
import { rpcError } from '@parley/middleware/grpc';

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

/** `lines[3].sku`. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (found, part) =>
      typeof part === 'number' ? `${found}[${part}]` : found ? `${found}.${String(part)}` : String(part),
    '',
  );

/** Reads a request; INVALID_ARGUMENT naming each field that is wrong. */
export function check<S extends z.ZodType>(schema: S, request: unknown): z.infer<S> {
  const read = schema.safeParse(request);
  if (read.success) return read.data;
  const fieldViolations = read.error.issues.map(({ path, message }) => ({
    field: fieldOf(path),
    description: message,
  }));
  throw rpcError('INVALID_ARGUMENT', 'the request is not valid', { reason: 'invalid', fieldViolations });
}
