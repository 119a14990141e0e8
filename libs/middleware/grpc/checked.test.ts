import { z } from 'zod';
import { checked, RpcError } from './index';

const schema = z.object({
  id: z.string().min(1, 'is missing'),
  lines: z.array(z.object({ sku: z.string().min(1, 'is missing'), quantity: z.number() })),
});

test('the request as the schema reads it: what the schema does not name is left out', () => {
  const lines = [{ sku: 'a', quantity: 1 }];
  expect(checked(schema, { id: 'x', lines, more: true })).toEqual({ id: 'x', lines });
});

test('INVALID_ARGUMENT names each field that is wrong', () => {
  const given = { id: '', lines: [{ sku: 'a', quantity: 1 }, { sku: '', quantity: 1 }] }; // prettier-ignore
  let thrown: unknown;
  try {
    checked(schema, given);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(RpcError);
  expect(thrown).toMatchObject({
    code: 'INVALID_ARGUMENT',
    kind: 'fatal',
    reason: 'invalid',
    fieldViolations: [
      { field: 'id', description: 'is missing' },
      { field: 'lines[1].sku', description: 'is missing' },
    ],
  });
});
