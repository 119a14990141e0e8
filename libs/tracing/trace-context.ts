/** What goes with a message, by W3C Trace Context. */
export interface TraceHeaders {
  traceparent?: string;
  tracestate?: string;
}

/** One place in a trace: the span that what follows belongs under. */
export interface TraceContext {
  traceId: string;
  spanId: string;
  sampled: boolean;
  /** Carried byte for byte; never parsed, as none of its entries is ours. */
  tracestate?: string;
}

const shape = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const visible = /^[\t\x20-\x7e]+$/;

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : '';

/**
 * The context that headers carry, or undefined where they carry none or a malformed one (W3C Trace Context, 3.2.2:
 * then `tracestate` counts for nothing either). Never throws, whatever it is given. A version above 00 is read as 00.
 */
export const parseHeaders = (headers: TraceHeaders): TraceContext | undefined => {
  const [, version, traceId = '', spanId = '', flags = '', rest] =
    shape.exec(textOf(headers?.traceparent).trim()) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const tracestate = textOf(headers.tracestate);
  return {
    traceId,
    spanId,
    sampled: (Number.parseInt(flags, 16) & 1) === 1,
    // A line break would let a sender write headers of its own into a mail or an HTTP request.
    ...(visible.test(tracestate) && { tracestate }),
  };
};

/** `00-<trace>-<span>-<flags>`. */
export const traceparentOf = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

/** The headers that carry a context on. */
export const formatHeaders = (context: TraceContext): TraceHeaders => ({
  traceparent: traceparentOf(context),
  ...(context.tracestate !== undefined && { tracestate: context.tracestate }),
});
