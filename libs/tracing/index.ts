export { startTracing } from './exporting';
export type { Tracing } from './exporting';
export { currentTraceId, inject, span, tagOrder, tagSpan, withTrace } from './span';
export type { SpanHandle, SpanSpec } from './span';
export { parseHeaders } from './trace-context';
export type { TraceContext, TraceHeaders } from './trace-context';
