import { join } from 'node:path';
import { onKafka, onRabbitmq } from '@parley/brokers';
import { judgeRecords, type Verdicts } from '@parley/evidence';
import { killChildren, startChild } from '@parley/faults/testing';
import { onePartition } from './kafka';
import { runOn, type Load, type OpenMulticast } from './multicast';
import { fanOut } from './rabbitmq';
import { throughProxy } from './zeromq';

jest.setTimeout(120_000);
afterAll(killChildren);

const load: Load = { members: ['p1', 'p2', 'p3'], count: 200, window: 20, answersEvery: 5, quietMs: 4000 };

const verdictsOf = async (style: string, open: OpenMulticast, more: Partial<Load> = {}): Promise<Verdicts> =>
  judgeRecords(await runOn(style, open, { ...load, ...more }));

const answers = (verdicts: Verdicts, ...names: (keyof Verdicts)[]) => names.map((name) => verdicts[name].is);

const startProxy = async () => {
  const child = startChild(join(__dirname, 'proxy.child.ts'));
  const line = await child.line(/^ready /);
  return { child, addresses: JSON.parse(line.slice('ready '.length)) as { publishers: string; subscribers: string } };
};

test('one partition of Kafka: all groups have one order, and nothing is missing', async () => {
  const ground = await onKafka()();
  try {
    const verdicts = await verdictsOf('kafka', onePartition(ground.connect('', 0)[0]!));
    expect(answers(verdicts, 'integrity', 'validity', 'agreement', 'total', 'total-global', 'causal')).toEqual(
      Array(6).fill('holds'),
    );
  } finally {
    await ground.close();
  }
});

test('a fan-out of RabbitMQ: each sender in its order in every queue, and two queues with two orders', async () => {
  const ground = await onRabbitmq('amqpUrl')();
  const inverted: string[] = [];
  try {
    for (let tries = 0; tries < 4 && inverted.length === 0; tries++) {
      const busy = { members: ['p1', 'p2', 'p3', 'p4', 'p5'], count: 800, window: 100 };
      const verdicts = await verdictsOf('rabbitmq', fanOut(ground.connect('', 0)[0]!), busy);
      expect(answers(verdicts, 'integrity', 'validity', 'agreement', 'fifo')).toEqual(Array(4).fill('holds'));
      if (verdicts.total.is === 'violated') inverted.push(verdicts.total.witness.kind);
    }
    expect(inverted).toEqual(['inversion']);
  } finally {
    await ground.close();
  }
});

test('ZeroMQ with a proxy: one order for all', async () => {
  const { addresses } = await startProxy();
  const verdicts = await verdictsOf('zeromq', throughProxy(addresses));
  expect(answers(verdicts, 'integrity', 'validity', 'total', 'total-global')).toEqual(Array(4).fill('holds'));
});

test('ZeroMQ with a proxy that is killed: what comes is in one order, and what it lost nobody repeats', async () => {
  const { child, addresses } = await startProxy();
  const strike = { after: 300, how: async () => child.kill('SIGKILL') };
  const verdicts = await verdictsOf('zeromq', throughProxy(addresses), { strike, quietMs: 700 });
  expect(answers(verdicts, 'integrity', 'total', 'validity')).toEqual(['holds', 'holds', 'violated']);
});
