import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startTracing } from '@parley/tracing';

export interface SeenSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** OTLP: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  links: { traceId: string; spanId: string }[];
  attributes: Record<string, unknown>;
}

interface Exported extends Omit<SeenSpan, 'attributes'> {
  attributes: { key: string; value: Record<string, unknown> }[];
}

/** Turns tracing on for this process; `spans` are all that it exported until now. */
export const collectSpans = async () => {
  const seen: SeenSpan[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as {
        resourceSpans: { scopeSpans: { spans: Exported[] }[] }[];
      };
      for (const { spans } of body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans)) {
        for (const { attributes, links = [], ...span } of spans) {
          seen.push({
            ...span,
            links,
            attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
          });
        }
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const otlpUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tracing = startTracing({ service: 'test', process: 'test-1', otlpUrl });
  return {
    spans: async (): Promise<SeenSpan[]> => {
      await tracing.flush();
      return seen;
    },
    stop: async () => {
      await tracing.stop();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
