import { currentTraceId, inject, span, type SpanSpec, startTracing, tagOrder, withTrace } from './index';
import { openCollector } from './collector.fixture';

const queue = { style: 'rabbitmq', channel: 'payment' };
const sending: SpanSpec = { name: 'send payment', kind: 'producer', ...queue };
const processing: SpanSpec = { name: 'process payment', kind: 'consumer', ...queue };
const remote = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'a=1,b@c=2' };
const unsampled = { ...remote, traceparent: remote.traceparent.replace(/01$/, '00') };

describe('spans that are exported', () => {
  let collector: Awaited<ReturnType<typeof openCollector>>;
  let tracing: ReturnType<typeof startTracing>;

  beforeEach(async () => {
    collector = await openCollector();
    tracing = startTracing({ service: 'orders', process: 'orders-1', otlpUrl: collector.url });
  });
  afterEach(async () => {
    await tracing.stop();
    await collector.close();
  });

  const seen = async (name: string) => {
    await tracing.flush();
    const found = collector.spans.find((each) => each.name === name);
    if (!found) throw new Error(`no span ${name} among ${collector.spans.map((each) => each.name)}`);
    return found;
  };

  it('go out as OTLP/HTTP JSON with service, process, style and channel', async () => {
    await span({ ...sending, peer: 'fulfilment', attributes: { 'messaging.message.id': 'm1' } }, () => tagOrder('o1'));
    const sent = await seen('send payment');
    expect(collector.requests[0]).toEqual({ path: '/v1/traces', contentType: 'application/json' });
    expect(sent.kind).toBe(4);
    expect(sent.attributes).toEqual({
      'parley.style': 'rabbitmq',
      'parley.channel': 'payment',
      'parley.order.id': 'o1',
      'messaging.system': 'rabbitmq',
      'messaging.destination.name': 'payment',
      'messaging.operation.type': 'send',
      'messaging.message.id': 'm1',
      'peer.service': 'fulfilment',
    });
    expect(sent.resource).toMatchObject({ 'service.name': 'orders', 'service.instance.id': 'orders-1' });
  });

  it('are one trace across inject and extract, child under parent', async () => {
    const headers = await span(sending, () => inject());
    const inner = await span({ ...processing, parent: headers }, () => currentTraceId());
    const [sent, processed] = [await seen('send payment'), await seen('process payment')];
    expect(processed.traceId).toBe(sent.traceId);
    expect(processed.parentSpanId).toBe(sent.spanId);
    expect(inner).toBe(sent.traceId);
  });

  it('nest by the current context, over awaits, and not beyond their end', async () => {
    await span(sending, async (outer) => {
      await new Promise(setImmediate);
      await span({ name: 'inner', kind: 'internal', style: 'store', channel: 'orders' }, () => {});
      expect(inject().traceparent).toBe(outer.traceparent);
    });
    expect((await seen('inner')).parentSpanId).toBe((await seen('send payment')).spanId);
    expect(inject()).toEqual({});
    expect(currentTraceId()).toBeUndefined();
  });

  it('concurrent spans keep their own context', async () => {
    const traces = await Promise.all(
      Array.from({ length: 50 }, () =>
        span(sending, async (here) => {
          await new Promise(setImmediate);
          return [here.traceparent, inject().traceparent];
        }),
      ),
    );
    for (const [own, injected] of traces) expect(injected).toBe(own);
    expect(new Set(traces.map(([own]) => own)).size).toBe(50);
  });

  it('carry tracestate byte for byte through a span', async () => {
    const tracestate = 'vendor=  spaced out ,UPPER@x=!~,,broken';
    const headers = await span({ ...processing, parent: { ...remote, tracestate } }, () => inject());
    expect(headers.tracestate).toBe(tracestate);
    expect((await seen('process payment')).traceState).toBe(tracestate);
  });

  it.each([{}, { traceparent: 'rubbish' }, { traceparent: undefined }])(
    'a parent of %p begins a new trace, also within another',
    async (parent) => {
      const [outer, inner] = await span(sending, async () => [
        currentTraceId(),
        await span({ ...processing, parent }, () => currentTraceId()),
      ]);
      expect(inner).not.toBe(outer);
      expect((await seen('process payment')).parentSpanId).toBeUndefined();
    },
  );

  it('an unsampled trace stays unsampled, makes no span and keeps its context', async () => {
    const headers = await span({ ...processing, parent: unsampled }, () => span(sending, () => inject()));
    expect(headers).toEqual(unsampled);
    await tracing.flush();
    expect(collector.spans).toEqual([]);
  });

  it('a batch links every well-formed record, beyond the default of 128', async () => {
    const link = (n: number) => ({ traceparent: `00-${'a'.repeat(32)}-${(n + 1).toString(16).padStart(16, '0')}-01` });
    const links = Array.from({ length: 500 }, (_, n) => link(n));
    await span(
      { name: 'batch', kind: 'consumer', style: 'kafka', channel: 'orders', links: [...links, { traceparent: 'x' }] },
      () => {},
    );
    const batch = await seen('batch');
    expect(batch.links).toHaveLength(500);
    expect(batch.links[499]?.spanId).toBe((500).toString(16).padStart(16, '0'));
    expect(batch.parentSpanId).toBeUndefined();
  });

  it('a batch of unsampled messages makes no span', async () => {
    await span({ name: 'batch', kind: 'consumer', style: 'kafka', channel: 'orders', links: [unsampled] }, () => {});
    await tracing.flush();
    expect(collector.spans).toEqual([]);
  });

  it('record what is thrown, and throw it on', async () => {
    const broken = new TypeError('no stock');
    await expect(span(sending, () => Promise.reject(broken))).rejects.toBe(broken);
    await expect(
      span({ ...sending, name: 'sync' }, () => {
        throw broken;
      }),
    ).rejects.toBe(broken);
    for (const name of ['send payment', 'sync']) {
      const failed = await seen(name);
      expect(failed.status).toEqual({ code: 2, message: 'no stock' });
      expect(failed.events).toEqual(['exception']);
      expect(failed.attributes['error.type']).toBe('TypeError');
    }
  });

  it('a stored context becomes the parent; without one there is no context', async () => {
    await withTrace(remote, () => span(sending, () => {}));
    expect(await seen('send payment')).toMatchObject({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      parentSpanId: '00f067aa0ba902b7',
    });
    await span(sending, () => expect(withTrace({}, () => inject())).toEqual({}));
  });

  it('a collector that closed the kept connection costs no span', async () => {
    await span(sending, () => {});
    await seen('send payment');
    collector.closeAtNextRequest();
    await span({ ...sending, name: 'after' }, () => {});
    await seen('after');
  });

  it('a sample ratio of 0 makes no span and says so to the next process', async () => {
    const none = startTracing({ service: 'orders', process: 'orders-1', otlpUrl: collector.url, sampleRatio: 0 });
    const headers = await span(sending, () => inject());
    await none.stop();
    expect(headers.traceparent).toMatch(/-00$/);
    expect(collector.spans).toEqual([]);
  });
});

describe('spans that go to several places', () => {
  const process_ = { service: 'orders', process: 'orders-1' };

  it('come to each of them, the same ones', async () => {
    const [observer, other, third] = [await openCollector(), await openCollector(), await openCollector()];
    const tracing = startTracing({ ...process_, otlpUrl: observer.url, otlpAlso: [other.url, `${third.url}/`] });
    for (let n = 0; n < 1000; n += 1) await span(sending, () => {});
    await tracing.stop();
    const ids = observer.spans.map(({ spanId }) => spanId);
    expect(new Set(ids).size).toBe(1000);
    for (const { spans } of [other, third]) expect(spans.map(({ spanId }) => spanId)).toEqual(ids);
    for (const each of [observer, other, third]) await each.close();
  });

  it('also without an observer', async () => {
    const other = await openCollector();
    const tracing = startTracing({ ...process_, otlpAlso: [other.url] });
    await span(sending, () => {});
    await tracing.stop();
    expect(other.spans).toHaveLength(1);
    await other.close();
  });

  it.each([{ silent: false }, { silent: true }])('come to the observer while another is away (%p)', async (how) => {
    const [observer, away] = [await openCollector(), await openCollector(how)];
    if (!how.silent) await away.close();
    const tracing = startTracing({ ...process_, otlpUrl: observer.url, otlpAlso: [away.url] });
    for (let n = 0; n < 2000; n += 1) await span(sending, () => {});
    const begun = process.hrtime.bigint();
    await tracing.stop();
    expect(Number(process.hrtime.bigint() - begun) / 1e6).toBeLessThan(3500);
    expect(observer.spans).toHaveLength(2000);
    await observer.close();
    if (how.silent) await away.close();
  });
});

describe('without an observer', () => {
  it('contexts are made and carried on when nothing is exported', async () => {
    await startTracing({ service: 'orders', process: 'orders-1' }).stop();
    expect(await span({ ...processing, parent: remote }, () => inject())).toEqual(remote);
    expect(await span(sending, () => inject().traceparent)).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
  });

  it('an address where nobody listens neither throws nor holds the work up', async () => {
    const gone = await openCollector();
    await gone.close();
    const tracing = startTracing({ service: 'orders', process: 'orders-1', otlpUrl: gone.url });
    expect(await Promise.all(Array.from({ length: 2000 }, (_, n) => span(sending, () => n)))).toHaveLength(2000);
    await tracing.stop();
  });

  it('stop is done within its 3 s also when the observer takes the spans and never answers', async () => {
    const silent = await openCollector({ silent: true });
    const tracing = startTracing({ service: 'orders', process: 'orders-1', otlpUrl: silent.url });
    for (let n = 0; n < 5000; n += 1) await span(sending, () => {});
    const begun = process.hrtime.bigint();
    await tracing.stop();
    expect(Number(process.hrtime.bigint() - begun) / 1e6).toBeLessThan(3500);
    expect(silent.requests.length).toBeGreaterThan(0);
    await silent.close();
  });
});
