import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** How far the views are behind the log, and within how many ms of an event's time 99 of 100 of the last ones were visible. */
export interface ViewsLag {
  events: number;
  ms: number;
  visibleMs: number;
}

/** Metrics of one gateway, in a registry of its own: two in one process (as in tests) do not meet. */
export function openMetrics(openStreams: () => number, viewsLag: () => Promise<ViewsLag>) {
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
  let asked: Promise<ViewsLag | undefined> | undefined;
  const lag = () =>
    (asked ??= viewsLag()
      .catch(() => undefined)
      .finally(() => (asked = undefined)));
  const ofViews = (name: string, help: string, value: (lag: ViewsLag) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const found = await lag();
        // Views that do not answer are no views without lag.
        this.set(found ? value(found) : NaN);
      },
    });
  ofViews('parley_views_lag_events', 'Events of the log that the views have not yet taken', ({ events }) => events);
  ofViews(
    'parley_views_lag_seconds',
    'At most so old is an event that the views have not yet taken',
    ({ ms }) => ms / 1000,
  );
  ofViews(
    'parley_views_visible_seconds',
    'From an event’s time until it can be seen, 99 of 100 of the last ones',
    ({ visibleMs }) => visibleMs / 1000,
  );
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
