import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics of one gateway, in a registry of its own: two in one process (as in tests) do not meet. */
export function openMetrics(openStreams: () => number) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'parley_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [registry],
  });
  new Gauge({
    name: 'parley_event_streams',
    help: 'Clients that follow order events now',
    registers: [registry],
    collect() {
      this.set(openStreams());
    },
  });
  const measure: RequestHandler = (request, response, next) => {
    const stop = seconds.startTimer({ method: request.method });
    // The route's pattern and not the path: as many series as routes, not as orders.
    response.on('close', () =>
      stop({ route: (response.locals.route as string | undefined) ?? 'none', status: response.statusCode }),
    );
    next();
  };
  return { registry, measure };
}
