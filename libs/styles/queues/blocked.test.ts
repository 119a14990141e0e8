import { killChildren } from '@parley/faults';
import { onRabbitmq, type RabbitGround } from '@parley/brokers';
import { connectRabbit, type Rabbit } from '@parley/middleware/rabbitmq';
import { until } from '@parley/staging';
import { memoryAlarmAt } from './alarm.fixture';

jest.setTimeout(120_000);

const queue = 'parley.blocked';
const deadlineMs = 1000;

let ground: RabbitGround;
let rabbit: Rabbit;
let alarm: ReturnType<typeof memoryAlarmAt>;
const said: string[] = [];
beforeAll(async () => {
  ground = await onRabbitmq('amqpUrl')({ mortal: true });
  const url = ground.connect('test', 0)[0]!;
  alarm = memoryAlarmAt(url);
  const topology = { exchanges: [], queues: [{ name: queue, arguments: {}, bindings: [] }] };
  rabbit = await connectRabbit({ url, name: 'publisher', topology, log: (message) => void said.push(message) });
});
afterAll(async () => {
  await alarm.clear();
  await rabbit.close();
  await ground.close();
  killChildren();
});

const kindOfEach = (told: PromiseSettledResult<void>[]) =>
  told.map((one) => (one.status === 'fulfilled' ? 'ok' : (one.reason as { kind: string }).kind));

it('while the broker is short of memory each call settles in time, as what became of it, and then it goes on', async () => {
  const publisher = rabbit.publisher({ deadlineMs });
  let count = 0;
  const publish = (): { id: string; done: Promise<void> } => {
    const id = `m${(count += 1)}`;
    const body = Buffer.from(id);
    const about = { exchange: '', routingKey: queue, type: 'text', contentType: 'text/plain', messageId: id };
    return { id, done: publisher.publish({ ...about, body }) };
  };
  await publish().done;
  await alarm.raise();
  // Nobody is blocked before he publishes; these are on their way when the broker says so.
  const caught = Array.from({ length: 5 }, publish);
  const toldCaught = kindOfEach(await Promise.allSettled(caught.map(({ done }) => done)));
  expect(said).toContain('broker blocks publishers');
  expect(toldCaught.filter((kind) => kind !== 'ok' && kind !== 'unknown')).toEqual([]);

  const began = performance.now();
  const kept = Array.from({ length: 5 }, publish);
  const told = await Promise.allSettled(kept.map(({ done }) => done));
  expect(performance.now() - began).toBeLessThan(deadlineMs + 2500);
  expect(kindOfEach(told)).toEqual(Array(5).fill('retryable'));
  expect(String((told[0] as PromiseRejectedResult).reason)).toMatch(/memory/);

  const waiting = rabbit.publisher({ deadlineMs: 30_000 });
  const last = waiting.publish({
    exchange: '',
    routingKey: queue,
    type: 'text',
    contentType: 'text/plain',
    messageId: 'last',
    body: Buffer.from('last'),
  });
  await alarm.clear();
  await last;
  await publish().done;

  const known = ['m1', ...caught.flatMap(({ id }, n) => (toldCaught[n] === 'ok' ? [id] : [])), 'last', `m${count}`];
  const taken: string[] = [];
  await rabbit.consume({ queue, prefetch: 20 }, async ({ messageId }) => void taken.push(messageId)).ready;
  await until(() => known.every((id) => taken.includes(id)), 10_000);
  // What was told to be sent again has not arrived.
  expect(kept.map(({ id }) => id).filter((id) => taken.includes(id))).toEqual([]);
});
