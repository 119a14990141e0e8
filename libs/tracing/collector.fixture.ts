import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface SeenSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  traceState?: string;
  name: string;
  kind: number;
  attributes: Record<string, unknown>;
  resource: Record<string, unknown>;
  links: { traceId: string; spanId: string }[];
  status: { code?: number; message?: string };
  events: string[];
}

type KeyValue = { key: string; value: Record<string, unknown> };
const plain = (attributes: KeyValue[] = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the body of OTLP/HTTP JSON, as it came
const spansOf = (body: any): SeenSpan[] =>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body.resourceSpans.flatMap(({ resource, scopeSpans }: any) =>
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    scopeSpans.flatMap((scope: any) =>
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      scope.spans.map((span: any) => ({
        ...span,
        attributes: plain(span.attributes),
        resource: plain(resource.attributes),
        links: span.links ?? [],
        // eslint-disable-next-line @typescript-eslint/no-explicit-any
        events: (span.events ?? []).map((event: any) => event.name),
      })),
    ),
  );

/** An HTTP server that takes OTLP/HTTP JSON and keeps the spans. `silent`: takes connections and never answers. */
export const openCollector = async ({ silent = false } = {}) => {
  const spans: SeenSpan[] = [];
  const requests: { path: string; contentType: string }[] = [];
  let closeNext = false;
  const server = createServer((request, response) => {
    if (closeNext) {
      closeNext = false;
      return void request.socket.resetAndDestroy();
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({ path: request.url ?? '', contentType: request.headers['content-type'] ?? '' });
      if (silent) return;
      spans.push(...spansOf(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    requests,
    /** Cuts the connection of the next request instead of answering, as when it idled too long. */
    closeAtNextRequest: () => void (closeNext = true),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
