import { z } from 'zod';
import type { Span } from './journey.domain';

/*
 * OTLP/HTTP JSON (opentelemetry-proto 1.x, "JSON Protobuf Encoding"): ids in hex, 64-bit numbers as strings, enums as
 * numbers. Only what a journey needs is read; fields that are not known are left alone, as the specification asks.
 */
const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`)).toLowerCase(); // prettier-ignore
const nanos = z.union([z.string().regex(/^\d{1,20}$/), z.int().min(0)]).transform((value) => BigInt(value));
const attributes = z
  .array(z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }).optional() }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value?.stringValue ?? ''])));

const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];
const ERROR = 2;

const span = z.object({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: z.union([z.literal(''), hex(16)]).default(''),
  name: z.string().default(''),
  kind: z.int().default(0),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  links: z.array(z.object({ spanId: hex(16) })).default([]),
  status: z.object({ code: z.int().default(0), message: z.string().default('') }).optional(),
});

const request = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).optional(),
        scopeSpans: z.array(z.object({ spans: z.array(span).default([]) })).default([]),
      }),
    )
    .default([]),
});

const spanOf = (from: z.infer<typeof span>, resource: Record<string, string>): Span => ({
  traceId: from.traceId,
  spanId: from.spanId,
  parentSpanId: from.parentSpanId,
  links: from.links.map((link) => link.spanId),
  service: resource['service.name'] ?? '',
  process: resource['service.instance.id'] ?? resource['service.name'] ?? '',
  name: from.name,
  kind: kinds[from.kind] ?? 'internal',
  style: from.attributes['parley.style'] ?? '',
  channel: from.attributes['parley.channel'] ?? '',
  orderId: from.attributes['parley.order.id'] ?? '',
  startNanos: from.startTimeUnixNano,
  durationNanos: from.endTimeUnixNano - from.startTimeUnixNano,
  error: from.status?.code === ERROR ? from.status.message || 'error' : '',
});

/** The spans of an ExportTraceServiceRequest. Throws ZodError where it is none. */
export const readSpans = (body: unknown): Span[] =>
  request
    .parse(body)
    .resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans.map((each) => spanOf(each, resource?.attributes ?? {}))),
    );
