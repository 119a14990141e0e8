import { z } from 'zod';

type Json = Record<string, unknown>;
interface Described {
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: Json }> }> }>>;
  components: { schemas: Json };
}

/** References as JSON Schema's $defs, and objects closed: an answer must not say more than is described. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === '$ref' ? String(inner).replace('#/components/schemas/', '#/$defs/') : closed(inner),
  ]);
  const schema = Object.fromEntries(entries) as Json;
  return schema.type === 'object' && schema.properties ? { ...schema, additionalProperties: false } : schema;
}

/** Checks answers against an OpenAPI document; throws where one is not as described. */
export function conformance(document: unknown) {
  const { paths, components } = document as Described;
  const $defs = closed(components.schemas) as Json;
  const operationOf = (path: string) =>
    Object.entries(paths).find(([template]) =>
      new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
    )?.[1];
  return (method: string, path: string, status: number, contentType: string, body: unknown): void => {
    const operation = operationOf(path)?.[method.toLowerCase()] ?? paths['/api/orders']!.get!;
    const reply = operation.responses[status] ?? operation.responses.default!;
    const type = contentType.split(';')[0]!;
    const schema = reply.content[type]?.schema;
    if (!schema) throw new Error(`${method} ${path} → ${status} ${type} is not described`);
    const parsed = z
      .fromJSONSchema({ ...(closed(schema) as Json), $defs } as Parameters<typeof z.fromJSONSchema>[0])
      .safeParse(body);
    if (!parsed.success) throw new Error(`${method} ${path} → ${status}: ${z.prettifyError(parsed.error)}`);
  };
}
