import { AsyncLocalStorage } from 'node:async_hooks';
import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { RandomIdGenerator } from '@opentelemetry/sdk-trace-base';
import { kindOf } from '@parley/faults';
import { attributesOf } from './attributes';
import { drawSampled, isExporting, type Kind, startSpan } from './exporting';
import { formatHeaders, parseHeaders, type TraceContext, type TraceHeaders, traceparentOf } from './trace-context';

export interface SpanSpec {
  /** `{operation} {destination}`, e.g. `send payment`, or the method's full name. */
  name: string;
  kind: Kind;
  /** http, grpc, zeromq, rabbitmq, kafka, smtp, store. */
  style: string;
  channel: string;
  /** What came with the message. Given but empty or malformed: a new trace. Not given: the current context. */
  parent?: TraceHeaders;
  /** What came with each message of a batch; malformed ones are left out. */
  links?: TraceHeaders[];
  attributes?: Record<string, string | number | boolean>;
  /** The service at the other side, where it is known. */
  peer?: string;
}

export interface SpanHandle {
  setAttribute(key: string, value: string | number | boolean): void;
  /** What a message sent from within carries. */
  traceparent: string;
}

interface Here {
  context: TraceContext;
  handle?: SpanHandle;
}

const storage = new AsyncLocalStorage<Here | undefined>();
const ids = new RandomIdGenerator();

const newRoot = (): TraceContext => ({
  traceId: ids.generateTraceId(),
  spanId: ids.generateSpanId(),
  sampled: drawSampled(),
});

const unrecorded = (context: TraceContext): Here => ({
  context,
  handle: { setAttribute: () => {}, traceparent: traceparentOf(context) },
});

const recorded = (span: Span, parent: TraceContext | undefined): Here => {
  const { traceId, spanId } = span.spanContext();
  const context = { traceId, spanId, sampled: true, ...(parent?.tracestate && { tracestate: parent.tracestate }) };
  const handle = {
    setAttribute: (key: string, value: string | number | boolean) => void span.setAttribute(key, value),
    traceparent: traceparentOf(context),
  };
  return { context, handle };
};

const fail = (span: Span, error: unknown): void => {
  const name = error instanceof Error ? error.name : typeof error;
  span.recordException(error instanceof Error ? error : String(error));
  span.setAttributes({ 'error.type': name, 'parley.error.kind': kindOf(error) });
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
};

const linked = (links: TraceHeaders[] = []): TraceContext[] =>
  links.map(parseHeaders).filter((link) => link !== undefined);

/** A sampled root begins with the links' decision where there are any: a batch of unsampled messages makes no span. */
const rootSampled = (spec: SpanSpec, links: TraceContext[]): boolean =>
  (spec.links?.length ?? 0) === 0 || links.length === 0 || links.some((link) => link.sampled);

/**
 * Runs `fn` within a span and resolves to what it gives; the span ends then. What it throws is recorded and thrown on.
 * Fast path: nothing is exported, or the trace is not sampled: the parent's context is carried on as it came, and no
 * span is made.
 */
export const span = async <T>(spec: SpanSpec, fn: (span: SpanHandle) => T | Promise<T>): Promise<T> => {
  const parent = spec.parent ? parseHeaders(spec.parent) : storage.getStore()?.context;
  if (!isExporting() || parent?.sampled === false) return runUnrecorded(parent ?? newRoot(), fn);
  const links = linked(spec.links);
  const root = parent ?? newRoot();
  if (!root.sampled || (!parent && !rootSampled(spec, links))) return runUnrecorded({ ...root, sampled: false }, fn);
  const open = startSpan(spec.name, spec.kind, attributesOf(spec), parent, links);
  if (!open) return runUnrecorded(root, fn);
  const here = recorded(open, parent);
  try {
    return await storage.run(here, () => fn(here.handle as SpanHandle));
  } catch (error) {
    fail(open, error);
    throw error;
  } finally {
    open.end();
  }
};

const runUnrecorded = async <T>(context: TraceContext, fn: (span: SpanHandle) => T | Promise<T>): Promise<T> => {
  const here = unrecorded(context);
  return storage.run(here, () => fn(here.handle as SpanHandle));
};

/** The headers that carry the current context on; {} outside of any trace. */
export const inject = (): TraceHeaders => {
  const here = storage.getStore();
  return here ? formatHeaders(here.context) : {};
};

/** The current trace id, 32 hex digits. */
export const currentTraceId = (): string | undefined => storage.getStore()?.context.traceId;

/**
 * Runs `fn` with a stored context as the current one, e.g. a relay with what the outbox row kept. Without a well-formed
 * one it runs outside of any trace: never in that of whoever happened to call.
 */
export const withTrace = <T>(headers: TraceHeaders | undefined, fn: () => T): T => {
  const context = headers && parseHeaders(headers);
  return storage.run(context && { context }, fn);
};

/** Sets an attribute of the current span; outside of one it does nothing. */
export const tagSpan = (key: string, value: string | number | boolean): void =>
  storage.getStore()?.handle?.setAttribute(key, value);

/** Marks the current span with its order, by which a journey is found. */
export const tagOrder = (orderId: string): void => tagSpan('parley.order.id', orderId);
