import fc from 'fast-check';
import { formatHeaders, parseHeaders, type TraceHeaders } from './trace-context';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';
const good = `00-${trace}-${parent}-01`;

describe('trace context', () => {
  it('reads a traceparent', () => {
    expect(parseHeaders({ traceparent: good })).toEqual({ traceId: trace, spanId: parent, sampled: true });
    expect(parseHeaders({ traceparent: `00-${trace}-${parent}-00` })?.sampled).toBe(false);
  });

  it('reads a later version as 00, and writes 00', () => {
    const context = parseHeaders({ traceparent: `cc-${trace}-${parent}-09-what-comes-later` });
    expect(context).toEqual({ traceId: trace, spanId: parent, sampled: true });
    expect(context && formatHeaders(context)).toEqual({ traceparent: good });
  });

  it.each([
    ['nothing', undefined],
    ['empty', ''],
    ['no hex', `00-${'z'.repeat(32)}-${parent}-01`],
    ['upper case', good.toUpperCase()],
    ['zero trace', `00-${'0'.repeat(32)}-${parent}-01`],
    ['zero span', `00-${trace}-${'0'.repeat(16)}-01`],
    ['version ff', `ff${good.slice(2)}`],
    ['a tail on version 00', `${good}-x`],
    ['too short', good.slice(0, -1)],
    ['a number', 5],
    ['two values', [good, good]],
    ['null', null],
  ])('%s is no context', (_what, traceparent) => {
    expect(parseHeaders({ traceparent, tracestate: 'a=b' } as unknown as TraceHeaders)).toBeUndefined();
  });

  it('never throws, and what it takes it writes again byte for byte', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.string()),
        fc.string({ unit: 'binary-ascii' }),
        (traceparent, tracestate) => {
          parseHeaders({ traceparent } as unknown as TraceHeaders);
          const context = parseHeaders({ traceparent: good, tracestate });
          const kept = context && formatHeaders(context).tracestate;
          expect(kept === undefined || kept === tracestate).toBe(true);
        },
      ),
      { seed: 3 },
    );
    expect(() => parseHeaders(undefined as unknown as TraceHeaders)).not.toThrow();
  });

  it('takes bytes, as a log gives headers', () => {
    const headers = { traceparent: Buffer.from(good) } as unknown as TraceHeaders;
    expect(parseHeaders(headers)?.traceId).toBe(trace);
  });

  it('drops a tracestate that would break a line', () => {
    const context = parseHeaders({ traceparent: good, tracestate: 'a=b\r\nBcc: x@example.org' });
    expect(context).toEqual({ traceId: trace, spanId: parent, sampled: true });
  });
});
