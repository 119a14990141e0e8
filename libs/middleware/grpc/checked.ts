import type { z } from 'zod';
import { rpcError } from './errors';

/** `lines[3].sku`. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (found, part) =>
      typeof part === 'number' ? `${found}[${part}]` : found ? `${found}.${String(part)}` : String(part),
    '',
  );

/** The request as the schema reads it; throws INVALID_ARGUMENT `invalid` naming each field that is wrong. */
export function checked<S extends z.ZodType>(schema: S, request: unknown): z.infer<S> {
  const read = schema.safeParse(request);
  if (read.success) return read.data;
  const fieldViolations = read.error.issues.map(({ path, message }) => ({
    field: fieldOf(path),
    description: message,
  }));
  throw rpcError('INVALID_ARGUMENT', 'the request is not valid', { reason: 'invalid', fieldViolations });
}
