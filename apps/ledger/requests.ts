import { z } from 'zod';

// U+0000 can't be stored everywhere.
const text = z
  .string()
  .max(200)
  .regex(/^[^\u0000]*$/, 'must not contain U+0000');
const id = text.min(1, 'is missing');
const pence = z.string().regex(/^\d{1,15}$/, 'must be pence');
const version = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a version')
  .transform(Number);
const ofCustomer = z.object({ customer: id, amount: pence });

/** What begins with a dot is the ledger's own. */
const name = id.regex(/^[^.]/, 'must not begin with a dot');

const oneOf = (fields: readonly string[]) => (message: object) =>
  fields.filter((field) => (message as Record<string, unknown>)[field] != null).length === 1;

const operations = ['debit', 'refund', 'setLimit', 'put'] as const;
export const writeRequest = z
  .object({
    operationId: id,
    debit: ofCustomer.nullish(),
    refund: ofCustomer.nullish(),
    setLimit: z.object({ customer: id, limit: pence }).nullish(),
    put: z.object({ name, value: text }).nullish(),
  })
  .refine(oneOf(operations), { path: ['operation'], message: `must be one of ${operations.join(', ')}` });

export const readRequest = z
  .object({ customer: id.nullish(), name: id.nullish(), atLeast: version, waitMs: z.number().int().min(0).max(60_000) })
  .refine(oneOf(['customer', 'name']), { path: ['what'], message: 'must be customer or name' });

export const watchRequest = z.object({ after: version });
