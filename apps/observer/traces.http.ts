import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { ZodError } from 'zod';
import { readSpans } from './otlp';
import type { SpanStore } from './spans.store';

/** As OTLP has it: a google.rpc.Status in JSON. */
const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = error instanceof ZodError ? 400 : typeof error.status === 'number' ? error.status : 500;
  const message =
    error instanceof ZodError
      ? `${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`
      : String(error.message);
  response.status(status).json({ code: status < 500 ? 3 : 13, message });
};

/** Spans over OTLP/HTTP, as JSON, gzip or not. Protobuf is refused with a 415. */
export function tracesWay({ host, port, store }: { host: string; port: number; store: SpanStore }) {
  const app = express().disable('x-powered-by').disable('etag');
  app.post('/v1/traces', express.json({ limit: '16mb', type: 'application/json' }), (request, response) => {
    if (!request.is('application/json')) {
      response.status(415).json({ code: 3, message: 'only application/json is taken' });
      return;
    }
    store.keep(readSpans(request.body));
    response.json({});
  });
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok', ...store.size() });
  });
  app.use(refuse);
  const server = createServer(app);
  return {
    channel: '/v1/traces',
    async start() {
      server.listen(port, host);
      await once(server, 'listening');
    },
    async drain() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Exporters keep their connections; what they send is answered in the same turn, so none is cut in the middle.
      server.closeAllConnections();
      await closed;
    },
    port: () => (server.address() as AddressInfo).port,
  };
}
