import { Fatal, Retryable } from '@parley/faults';
import { openAmqp1Receiver, openAmqp1Sender } from '@parley/middleware/amqp1';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { Finding, Show } from '@parley/roles';
import { table, until } from '@parley/staging';
import { openOneVhost } from '../../shown/one-vhost';

const [queue, dead, most] = ['orders', 'orders.dead', 3] as const;
const opening = { name: 'peek-lock', withinMs: 10_000 };
const source = `/amq/queue/${queue}`;

/** A quorum queue counts deliveries, as an entity of Service Bus does by MaxDeliveryCount. */
const counting = {
  'x-queue-type': 'quorum',
  'x-delivery-limit': most - 1,
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': dead,
};
const topology = {
  exchanges: [],
  queues: [
    { name: queue, arguments: counting, bindings: [] },
    { name: dead, arguments: {}, bindings: [] },
  ],
};

async function demonstrate(say: (line: string) => void): Promise<Finding[]> {
  const { addresses, close } = await openOneVhost();
  const rabbit = await connectRabbit({ url: addresses.amqpUrl, name: 'peek-lock', topology });
  const url = addresses.amqp10Url;
  const taken = new Map<string, number>();
  const receiving = (handle: (id: string) => Promise<void>, settle?: 'before sending') =>
    openAmqp1Receiver({
      ...opening,
      url,
      source,
      settle,
      attempts: 1,
      exhausted: 'give back',
      drainMs: 0,
      decode: ({ id = '' }) => id,
      handle: (id) => {
        taken.set(id, (taken.get(id) ?? 0) + 1);
        return handle(id);
      },
      refused: () => undefined,
    });
  const sender = await openAmqp1Sender({ ...opening, url, target: source });
  const put = (id: string) => sender.send({ id, properties: {}, body: Buffer.from(id) }, 10_000);
  try {
    for (const id of ['complete', 'abandon', 'dead-letter']) await put(id);
    const working = await receiving(async (id) => {
      if (id === 'abandon') throw new Retryable('not now');
      if (id === 'dead-letter') throw new Fatal('nobody can', { reason: 'refused' });
    });
    await until(async () => (await rabbit.depth(dead)) === 2);
    await working.close();
    const left: Record<string, number> = {};
    for (const [id, settle] of [
      ['lock', undefined],
      ['receive and delete', 'before sending'],
    ] as const) {
      await put(id);
      const dying = await receiving(() => new Promise(() => undefined), settle);
      await until(() => taken.has(id));
      await dying.close();
      await until(async () => (left[id] = await rabbit.depth(queue)) === (settle ? 0 : 1));
      if (!settle) await rabbit.tryGet(queue);
    }
    for (const line of table(
      ['message', 'taken'],
      [...taken].map(([id, times]) => [id, times]),
    ))
      say(line);
    return [
      {
        says: 'completed (accepted): taken once',
        measured: `${taken.get('complete')}`,
        holds: taken.get('complete') === 1,
      },
      {
        says: `abandoned (released): the broker counts, and buries it after ${most}`,
        measured: `taken ${taken.get('abandon')} times, ${await rabbit.depth(dead)} dead letters in all`,
        holds: taken.get('abandon') === most,
      },
      {
        says: 'dead-lettered (rejected): buried at once',
        measured: `taken ${taken.get('dead-letter')} time`,
        holds: taken.get('dead-letter') === 1,
      },
      {
        says: 'a receiver ends with a lock: the message is there again',
        measured: `${left.lock} left`,
        holds: left.lock === 1,
      },
      {
        says: 'a receiver ends that receives and deletes: the message is gone',
        measured: `${left['receive and delete']} left`,
        holds: left['receive and delete'] === 0,
      },
    ];
  } finally {
    await sender.close();
    await rabbit.close();
    await close();
  }
}

export const show: Show = {
  title: 'Peek and lock, by the delivery states of AMQP 1.0',
  rows: ['S34'],
  run: ({ say }) => demonstrate(say),
};
