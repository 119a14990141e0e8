import { Agent, request } from 'node:http';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

/** 0 done, 1 failed: the SDK's ExportResultCode. */
const done = { code: 0 };
const failed = (error: unknown) => ({ code: 1, error: error instanceof Error ? error : new Error(String(error)) });

/**
 * Posts spans as OTLP/HTTP JSON to `url` over one kept connection; plain HTTP, for a collector on this host or network.
 * A batch is tried once, for `timeoutMs`: a retry would only keep newer spans waiting. Our own and not
 * `exporter-trace-otlp-http`, which retries for as long as its time lasts and loads `http` by a dynamic import, so that
 * under jest it exports nothing, silently.
 */
export const otlpExporter = (url: string, timeoutMs: number): SpanExporter => {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });

  const post = (body: Uint8Array, again = true): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const signal = AbortSignal.timeout(timeoutMs);
      const call = request(url, { method: 'POST', agent, headers, signal }, (response) => {
        const status = response.statusCode ?? 0;
        response.on('error', reject).resume();
        response.on('end', () => (status < 300 ? resolve() : reject(new Error(`${url} answered ${status}`))));
      });
      call.on('error', (error: NodeJS.ErrnoException) => {
        // A kept connection that the collector closed just now: the one case in which nothing was heard of the batch.
        const stale = again && call.reusedSocket && error.code === 'ECONNRESET';
        return stale ? resolve(post(body, false)) : reject(error);
      });
      call.end(body);
    });

  return {
    export: (spans: ReadableSpan[], report) => {
      const body = JsonTraceSerializer.serializeRequest(spans);
      post(body ?? new Uint8Array()).then(
        () => report(done),
        (error) => report(failed(error)),
      );
    },
    shutdown: async () => agent.destroy(),
  };
};
