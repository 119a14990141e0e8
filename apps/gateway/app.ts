import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import { openMetrics, type ViewsLag } from './metrics';
import { describe } from './openapi';
import { handler, routeOf, type Operation } from './operation';
import { notFound, Problem, toProblem } from './problems';
import { systemOperations, type Checks } from './system.http';

export interface AppSpec {
  operations: Operation[];
  checks: Checks;
  openStreams: () => number;
  viewsLag: () => Promise<ViewsLag>;
  log: Pick<Logger, 'error' | 'debug'>;
}

const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
};

function router(app: Express, operations: Operation[]): void {
  for (const spec of operations)
    app[spec.method](
      routeOf(spec.path),
      (_request, response, next) => {
        response.locals.route = spec.path;
        next();
      },
      handler(spec),
    );
  for (const path of new Set(operations.map((spec) => spec.path))) {
    const allowed = operations.filter((spec) => spec.path === path).map((spec) => spec.method.toUpperCase());
    app.all(routeOf(path), (request) => {
      throw new Problem(405, 'method-not-allowed', 'Not that method', `${request.method} is not for ${path}`, {
        headers: { Allow: allowed.join(', ') },
      });
    });
  }
}

const problems =
  (log: AppSpec['log']): ErrorRequestHandler =>
  (error, request, response, next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) log.error({ err: error, method: request.method, url: request.url }, problem.title);
    else log.debug({ method: request.method, url: request.url, detail: problem.detail }, problem.title);
    if (response.headersSent) return next(error);
    // A body that was not read to its end leaves a connection that cannot be used again.
    if (!request.complete) response.set('Connection', 'close');
    response.status(problem.status).set(problem.more.headers ?? {});
    response.set('Content-Type', 'application/problem+json').end(JSON.stringify(problem.body()));
  };

/** The gateway as an express application: the table of operations, its OpenAPI document, health, metrics, problems. */
export function createApp({ operations, checks, openStreams, viewsLag, log }: AppSpec): Express {
  const { registry, measure } = openMetrics(openStreams, viewsLag);
  let document: object | undefined;
  const all: Operation[] = [...operations, ...systemOperations(checks, registry, () => (document ??= describe(all)))];
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(measure, (_request, response, next) => {
    response.set(securityHeaders);
    next();
  });
  router(app, all);
  app.use((request) => {
    throw notFound(`${request.method} ${request.path}`);
  });
  app.use(problems(log));
  return app;
}
