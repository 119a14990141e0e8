import { onKafka, onRabbitmq } from '@parley/brokers';
import { judgeRecords, type Verdicts } from '@parley/evidence';
import type { Finding, Show, Stage } from '@parley/roles';
import { partHere, startPart, table } from '@parley/staging';
import { onePartition } from '../../orders/kafka';
import { runOn, type Load, type OpenMulticast } from '../../orders/multicast';
import { playProxy } from '../../orders/proxy';
import { fanOut } from '../../orders/rabbitmq';
import { throughProxy } from '../../orders/zeromq';

const load: Load = { members: ['p1', 'p2', 'p3'], count: 300, window: 50, answersEvery: 10, quietMs: 4000 };

/** Two queues are seen to differ where several publish at once; so often it is tried. */
const tries = 4;

interface Ran {
  on: string;
  verdicts: Verdicts;
  deliveries: number;
}

const judged = async (on: string, open: OpenMulticast, more: Partial<Load> = {}): Promise<Ran> => {
  const history = await runOn(on, open, { ...load, ...more });
  const deliveries = history.filter(({ event }) => event === 'delivered').length;
  return { on, verdicts: judgeRecords(history), deliveries };
};

const onOnePartition = async (): Promise<Ran> => {
  const ground = await onKafka()();
  try {
    return await judged('Kafka, one partition', onePartition(ground.connect('', 0)[0]!));
  } finally {
    await ground.close();
  }
};

const onFanOut = async (): Promise<{ ran: Ran; tried: number }> => {
  const ground = await onRabbitmq('amqpUrl')();
  try {
    for (let tried = 1; ; tried++) {
      const busy = { members: ['p1', 'p2', 'p3', 'p4', 'p5'], count: 600, window: 100 };
      const ran = await judged('RabbitMQ, fan-out', fanOut(ground.connect('', 0)[0]!), busy);
      if (ran.verdicts.total.is === 'violated' || tried === tries) return { ran, tried };
    }
  } finally {
    await ground.close();
  }
};

const onProxy = async (isKilled: boolean): Promise<Ran> => {
  const proxy = startPart('group', 'on-brokers', 'proxy');
  try {
    const line = await proxy.line(/^ready /);
    const addresses = JSON.parse(line.slice('ready '.length)) as { publishers: string; subscribers: string };
    const strike = { after: 400, how: async () => proxy.kill('SIGKILL') };
    const how = isKilled ? ', its proxy killed' : ' with a proxy';
    return await judged(`ZeroMQ${how}`, throughProxy(addresses), isKilled ? { strike, quietMs: 700 } : {});
  } finally {
    proxy.kill('SIGKILL');
    await proxy.exited;
  }
};

const columns = ['validity', 'agreement', 'fifo', 'causal', 'total'] as const;

async function run({ say }: Stage): Promise<Finding[]> {
  const [kafka, { ran: rabbitmq, tried }] = await Promise.all([onOnePartition(), onFanOut()]);
  const [zeromq, killed] = [await onProxy(false), await onProxy(true)];
  table(
    ['on', 'deliveries', ...columns],
    [kafka, rabbitmq, zeromq, killed].map(({ on, deliveries, verdicts }) => [
      on,
      deliveries,
      ...columns.map((name) => verdicts[name].is),
    ]),
  ).forEach(say);
  const { total } = rabbitmq.verdicts;
  return [
    {
      says: 'One partition of Kafka is a sequencer: all groups read one order, and nothing is missing',
      measured: columns.map((name) => `${name} ${kafka.verdicts[name].is}`).join(', '),
      holds: columns.every((name) => kafka.verdicts[name].is === 'holds'),
    },
    {
      says: 'A fan-out of RabbitMQ keeps each sender’s order in every queue',
      measured: `FIFO ${rabbitmq.verdicts.fifo.is}, agreement ${rabbitmq.verdicts.agreement.is}`,
      holds: rabbitmq.verdicts.fifo.is === 'holds' && rabbitmq.verdicts.agreement.is === 'holds',
    },
    {
      says: 'Two of its queues may have two orders',
      measured:
        total.is === 'violated'
          ? `${total.times} pairs inverted at try ${tried}: ${total.witness.says}`
          : `not exhibited in ${tried} tries of ${rabbitmq.deliveries} deliveries`,
      holds: total.is === 'violated',
    },
    {
      says: 'ZeroMQ’s proxy is a sequencer too: one order for all',
      measured: `total ${zeromq.verdicts.total.is}, ${zeromq.deliveries} deliveries`,
      holds: zeromq.verdicts.total.is === 'holds',
    },
    {
      says: 'but one without reliability: when it dies, what it had is gone, and the rest is in one order still',
      measured: `validity ${killed.verdicts.validity.is}, total ${killed.verdicts.total.is}, ${killed.deliveries} deliveries`,
      holds: killed.verdicts.validity.is === 'violated' && killed.verdicts.total.is === 'holds',
    },
  ];
}

/** The orders of middleware that people already run, judged by the oracle of the groups. */
export const show: Show = {
  title: 'Orders on brokers: one Kafka partition, a RabbitMQ fan-out, ZeroMQ with a proxy',
  rows: ['S49'],
  run: async (stage) => {
    if (partHere()?.part !== 'proxy') return run(stage);
    await playProxy();
    return [];
  },
};
