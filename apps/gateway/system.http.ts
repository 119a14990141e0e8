import type { Registry } from 'prom-client';
import { z } from 'zod';
import { operation, type Operation } from './operation';
import { health } from './schemas';

const document = z.record(z.string(), z.unknown());

/** Resolves true when that service serves. Never rejects, and answers within a second or two. */
export type Checks = Record<string, () => Promise<boolean>>;

/** Health and metrics. */
export function systemOperations(checks: Checks, registry: Registry, describe: () => object): Operation[] {
  return [
    operation({
      method: 'get',
      path: '/healthz',
      id: 'healthz',
      tag: 'system',
      summary: 'The process lives.',
      replies: { 200: { description: 'It does', schema: health } },
      traced: false,
      handle: async () => ({ status: 200, body: { status: 'ok' } }),
    }),
    operation({
      method: 'get',
      path: '/readyz',
      id: 'readyz',
      tag: 'system',
      summary: 'The services behind the gateway serve.',
      replies: { 200: { description: 'All do', schema: health }, 503: { description: 'Some do not', schema: health } },
      traced: false,
      async handle() {
        const names = Object.keys(checks);
        const up = await Promise.all(names.map((name) => checks[name]!()));
        const ok = up.every(Boolean);
        const seen = Object.fromEntries(names.map((name, index) => [name, up[index] ? 'serving' : 'not serving']));
        return { status: ok ? 200 : 503, body: { status: ok ? 'ok' : 'unavailable', checks: seen } };
      },
    }),
    operation({
      method: 'get',
      path: '/metrics',
      id: 'metrics',
      tag: 'system',
      summary: 'Metrics for Prometheus.',
      replies: { 200: { description: 'In the text format', contentType: registry.contentType } },
      traced: false,
      handle: async () => ({ status: 200, body: await registry.metrics() }),
    }),
    operation({
      method: 'get',
      path: '/openapi.json',
      id: 'openapi',
      tag: 'system',
      summary: 'This API, made from the schemas that validate it.',
      replies: { 200: { description: 'OpenAPI 3.1', schema: document } },
      traced: false,
      handle: async () => ({ status: 200, body: describe() }),
    }),
  ];
}
