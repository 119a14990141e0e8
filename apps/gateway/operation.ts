import express, { type Request, type RequestHandler, type Response } from 'express';
import { span, withTrace } from '@parley/tracing';
import type { z } from 'zod';
import { fieldErrors, invalidInput, Problem, toProblem, type FieldError } from './problems';

type Schema = z.ZodType | undefined;
type Out<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

export interface Reply {
  description: string;
  /** Absent: the content is described by its type alone. */
  schema?: z.ZodType;
  contentType?: string;
}
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}
export interface Input<P extends Schema, Q extends Schema, H extends Schema, B extends Schema> {
  params: Out<P>;
  query: Out<Q>;
  headers: Out<H>;
  body: Out<B>;
}

/**
 * One route: what it takes, what it answers and who answers. The table of these is the router *and* the OpenAPI
 * document. `handle` returns its answer; a stream answers by itself and returns nothing.
 */
export interface Operation<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  H extends Schema = Schema,
  B extends Schema = Schema,
> {
  method: 'get' | 'post';
  /** As OpenAPI writes it: `/api/orders/{id}`. */
  path: string;
  id: string;
  tag: string;
  summary: string;
  params?: P;
  query?: Q;
  headers?: H;
  body?: B;
  replies: Record<number, Reply>;
  /** False: no span (probes, and streams that last for hours). */
  traced?: boolean;
  handle(input: Input<P, Q, H, B>, http: { request: Request; response: Response }): Promise<Answer | void>;
}

/** Infers the types of `handle` from the schemas. */
export function operation<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  H extends Schema = undefined,
  B extends Schema = undefined,
>(spec: Operation<P, Q, H, B>): Operation {
  return spec as unknown as Operation;
}

const parseJson = express.json({ limit: '1mb', type: 'application/json' });

/** The body as parsed JSON. Throws a 415 before reading what is not JSON, a 413 past 1 MB, a 400 where it is broken. */
async function readBody(request: Request, response: Response): Promise<unknown> {
  if (request.get('content-length') !== '0' && request.is('application/json') === false)
    throw new Problem(
      415,
      'unsupported-media-type',
      'The content is not understood',
      'Content-Type must be application/json',
      {
        errors: [{ in: 'header', pointer: '#/content-type', detail: 'must be application/json' }],
      },
    );
  await new Promise<void>((resolve, reject) =>
    parseJson(request, response, (error?: unknown) => (error ? reject(error) : resolve())),
  );
  return request.body;
}

async function readInput(spec: Operation, request: Request, response: Response) {
  const errors: FieldError[] = [];
  const check = (part: FieldError['in'], schema: Schema, value: unknown): unknown => {
    if (!schema) return undefined;
    const result = schema.safeParse(value);
    if (!result.success) errors.push(...fieldErrors(part, result.error));
    return result.data;
  };
  const input = {
    params: check('path', spec.params, request.params),
    query: check('query', spec.query, request.query),
    headers: check('header', spec.headers, request.headers),
    body: spec.body && check('body', spec.body, await readBody(request, response)),
  };
  if (errors.length > 0) throw invalidInput(errors);
  return input as Input<Schema, Schema, Schema, Schema>;
}

async function respond(spec: Operation, request: Request, response: Response): Promise<void> {
  const answer = await spec.handle(await readInput(spec, request, response), { request, response });
  if (!answer) return;
  const contentType = spec.replies[answer.status]?.contentType;
  response.status(answer.status).set(answer.headers ?? {});
  if (contentType) response.type(contentType).send(answer.body);
  else response.json(answer.body);
}

/** `/api/orders/{id}` → `/api/orders/:id`. */
export const routeOf = (path: string) => path.replace(/\{(\w+)\}/g, ':$1');

// Flag 00: what is called from within is not recorded either; probes would fill the observer.
const unsampled = { traceparent: `00-${'f'.repeat(32)}-${'f'.repeat(16)}-00` };

/** The operation as an express handler, inside a server span that continues the caller's `traceparent`. */
export function handler(spec: Operation): RequestHandler {
  if (spec.traced === false) return (request, response) => withTrace(unsampled, () => respond(spec, request, response));
  const channel = `${spec.method.toUpperCase()} ${routeOf(spec.path)}`;
  return async (request, response) => {
    const parent = { traceparent: request.get('traceparent'), tracestate: request.get('tracestate') };
    const refused = await span({ name: channel, kind: 'server', style: 'http', channel, parent }, async (current) => {
      response.set('traceparent', current.traceparent);
      try {
        await respond(spec, request, response);
      } catch (error) {
        const { status } = toProblem(error);
        current.setAttribute('http.response.status_code', status);
        // A server span fails when the server does, not when its caller is told no (semantic conventions, HTTP).
        if (status >= 500) throw error;
        return { error };
      }
    });
    if (refused) throw refused.error;
  };
}
