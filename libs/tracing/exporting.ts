import { ROOT_CONTEXT, SpanKind, type Tracer, type TraceState, TraceFlags, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Span } from '@opentelemetry/api';
import { otlpExporter } from './otlp-exporter';
import type { TraceContext } from './trace-context';

const stopWithinMs = 3000;
const exportTimeoutMs = 2000;

export interface Tracing {
  /** Resolves when what has ended so far is exported, or given up; within 3 s, never rejects. */
  flush(): Promise<void>;
  /** As `flush`, and exports nothing more. */
  stop(): Promise<void>;
}

interface Exporting {
  tracer: Tracer | undefined;
  sampleRatio: number;
}

let exporting: Exporting = { tracer: undefined, sampleRatio: 1 };

const within = async (work: Promise<unknown>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
};

const batchesTo = (url: string): BatchSpanProcessor =>
  new BatchSpanProcessor(otlpExporter(`${url.replace(/\/+$/, '')}/v1/traces`, exportTimeoutMs), {
    scheduledDelayMillis: 200,
    maxQueueSize: 8192,
    maxExportBatchSize: 512,
    exportTimeoutMillis: exportTimeoutMs,
  });

/**
 * Starts exporting spans by OTLP/HTTP JSON to `<otlpUrl>/v1/traces`; without `otlpUrl` contexts are still made and
 * carried on, and nothing is exported. `sampleRatio` (0…1, default 1) is for traces that begin here; a trace that
 * comes in keeps the decision it came with. An observer that is away costs spans (8,192 are kept), never a message.
 * `otlpAlso` are further places (a Jaeger, say) that get the same spans, each from a queue of its own: one that is away
 * takes nothing from the others.
 */
export const startTracing = (options: {
  service: string;
  process: string;
  otlpUrl?: string;
  otlpAlso?: string[];
  sampleRatio?: number;
}): Tracing => {
  const { service, process, otlpUrl, otlpAlso = [], sampleRatio = 1 } = options;
  const processors = [...(otlpUrl ? [otlpUrl] : []), ...otlpAlso].map(batchesTo);
  if (processors.length === 0) {
    exporting = { tracer: undefined, sampleRatio };
    return { flush: async () => {}, stop: async () => {} };
  }
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': service,
      'service.instance.id': process,
      'parley.process': process,
    }),
    // Decided by `span` before a span is made, so that what is not sampled costs nothing here.
    sampler: new AlwaysOnSampler(),
    // A batch of the log links every record that it holds.
    spanLimits: { linkCountLimit: 2048 },
    spanProcessors: processors,
  });
  const tracer = provider.getTracer('parley');
  // Not by the provider, which is done as soon as one of them fails.
  const ofAll = (end: (one: BatchSpanProcessor) => Promise<void>) => Promise.allSettled(processors.map(end));
  exporting = { tracer, sampleRatio };
  return {
    flush: () =>
      within(
        ofAll((one) => one.forceFlush()),
        stopWithinMs,
      ),
    stop: () => {
      if (exporting.tracer === tracer) exporting = { tracer: undefined, sampleRatio };
      return within(
        ofAll((one) => one.shutdown()),
        stopWithinMs,
      );
    },
  };
};

/** Whether spans of sampled traces are exported. */
export const isExporting = (): boolean => exporting.tracer !== undefined;

/** Whether a trace that begins here is sampled. The decision goes with its context; nobody else decides again. */
export const drawSampled = (): boolean => Math.random() < exporting.sampleRatio;

const verbatim = (tracestate: string): TraceState => ({
  set: () => verbatim(tracestate),
  unset: () => verbatim(tracestate),
  get: () => undefined,
  serialize: () => tracestate,
});

const spanContext = ({ traceId, spanId, sampled, tracestate }: TraceContext) => ({
  traceId,
  spanId,
  isRemote: true,
  traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  ...(tracestate !== undefined && { traceState: verbatim(tracestate) }),
});

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

export type Kind = keyof typeof kinds;

/** A recording span, or undefined when nothing is exported. Its id and its trace id come from the SDK. */
export const startSpan = (
  name: string,
  kind: Kind,
  attributes: Record<string, string | number | boolean>,
  parent: TraceContext | undefined,
  links: TraceContext[],
): Span | undefined =>
  exporting.tracer?.startSpan(
    name,
    { kind: kinds[kind], attributes, links: links.map((link) => ({ context: spanContext(link) })) },
    parent ? trace.setSpanContext(ROOT_CONTEXT, spanContext(parent)) : ROOT_CONTEXT,
  );
