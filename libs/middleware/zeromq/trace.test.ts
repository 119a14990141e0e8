import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHistory, startEvidence, stopEvidence } from '@parley/evidence';
import { span } from '@parley/tracing';
import { collectSpans, type SeenSpan } from '../grpc/collector.fixture';
import { closePipelines, job, ventilator, worker } from './pipeline.fixture';

afterEach(closePipelines);

const [producer, consumer] = [4, 5];

test('N jobs: a producer and a consumer span each for jobs and results, and links where they fan in', async () => {
  const collector = await collectSpans();
  const { run, addresses } = await ventilator();
  const seen: (string | undefined)[] = [];
  await worker(addresses, {
    handle: async ({ body, headers }) => {
      seen.push(headers.traceparent?.split('-')[1]);
      return { body, headers: {} };
    },
  });
  const answers = await span({ name: 'quote', kind: 'internal', style: 'test', channel: 'test' }, () =>
    Promise.all([1, 2, 3].map((n) => run(job(n), { deadlineMs: 5000 }))),
  );
  const spans = await collector.spans();
  await collector.stop();
  const named = (name: string, kind: number) => spans.filter((one) => one.name === name && one.kind === kind);
  const quote = spans.find(({ name }) => name === 'quote') as SeenSpan;
  const sent = named('send price-jobs', producer);
  const worked = named('process price-jobs', consumer);
  const returned = named('send price-results', producer);
  const gathered = named('process price-results', consumer);
  const ids = (some: SeenSpan[]) => some.map(({ spanId }) => spanId).sort();
  const parents = (some: SeenSpan[]) => some.map(({ parentSpanId }) => parentSpanId).sort();
  expect([sent, worked, returned, gathered].map(({ length }) => length)).toEqual([3, 3, 3, 3]);
  expect(parents(worked)).toEqual(ids(sent));
  expect(parents(returned)).toEqual(ids(worked));
  expect(new Set([...parents(sent), ...parents(gathered)])).toEqual(new Set([quote.spanId]));
  expect(gathered.flatMap(({ links }) => links.map(({ spanId }) => spanId)).sort()).toEqual(ids(returned));
  expect(answers.map(({ headers }) => headers.traceparent?.split('-')[2]).sort()).toEqual(ids(returned));
  expect(new Set([...seen, ...spans.map(({ traceId }) => traceId)])).toEqual(new Set([quote.traceId]));
  expect(sent[0]?.attributes).toMatchObject({ 'parley.style': 'zeromq', 'parley.channel': 'price-jobs' });
});

test('evidence tells a job’s whole way by its id', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parley-'));
  startEvidence({ dir, run: 'r', process: 'p' });
  const { run, addresses } = await ventilator();
  await worker(addresses);
  await run(job('one'), { deadlineMs: 5000 });
  stopEvidence();
  const history = readHistory(dir).filter(({ msg }) => msg.id === 'one');
  rmSync(dir, { recursive: true });
  const on = (channel: string) => history.filter((record) => record.channel === channel).map(({ event }) => event);
  expect(on('price-jobs').sort()).toEqual(['delivered', 'processed', 'returned', 'sent', 'submitted']);
  expect(on('price-results').sort()).toEqual(['delivered', 'sent', 'submitted']);
});
