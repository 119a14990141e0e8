import { OpenApiGeneratorV31, OpenAPIRegistry, type ResponseConfig } from '@asteasolutions/zod-to-openapi';
import type { z } from 'zod';
import type { Operation } from './operation';
import { problem } from './schemas';

const problems: ResponseConfig = {
  description: 'What went wrong, as RFC 9457 has it',
  content: { 'application/problem+json': { schema: problem } },
};

/** The OpenAPI 3.1 document of these operations, from the schemas that validate them. */
export function describe(operations: Operation[]): object {
  const registry = new OpenAPIRegistry();
  for (const { method, path, id, tag, summary, params, query, headers, body, replies } of operations)
    registry.registerPath({
      method,
      path,
      operationId: id,
      tags: [tag],
      summary,
      request: {
        params: params as z.ZodObject | undefined,
        query: query as z.ZodObject | undefined,
        headers: headers as z.ZodObject | undefined,
        ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
      },
      responses: {
        ...Object.fromEntries(
          Object.entries(replies).map(([status, { description, schema, contentType = 'application/json' }]) => [
            status,
            { description, content: { [contentType]: schema ? { schema } : { schema: { type: 'string' as const } } } },
          ]),
        ),
        default: problems,
      },
    });
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description: 'Orders, returns, stock and sales. Money is a decimal string in pounds, times are RFC 3339 in UTC.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
  });
}
