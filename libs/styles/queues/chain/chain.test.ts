import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import { connectRabbit, publicationOf } from '@parley/middleware/rabbitmq';
import { openStand, until } from '../vhost.fixture';
import { openStep } from './step';
import { first, second, topology } from './topology';

jest.setTimeout(60_000);

let stand: Awaited<ReturnType<typeof openStand>>;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

const order = (seq: number): Message => ({
  id: `o-${seq}`,
  sender: 'shop',
  seq,
  type: 'order',
  contentType: 'application/json',
  headers: {},
  body: Buffer.from('{}'),
});
const openShop = async () => {
  const rabbit = await stand.keep(connectRabbit({ url: stand.url, name: 'shop', topology, log: () => undefined }));
  const put = (one: Message) => rabbit.publisher().publish({ exchange: '', routingKey: first, ...publicationOf(one) });
  return { rabbit, put };
};

test('what an action makes of a message goes on to the next queue, and is taken off its own', async () => {
  const { rabbit, put } = await openShop();
  const act = async (message: Message) => ({ ...message, headers: { checked: 'yes' } });
  openStep({ take: rabbit, put: rabbit }, { from: first, to: second, act, refused: () => undefined });
  await put(order(1));
  const { messageId, headers } = await rabbit.get(second);
  expect([messageId, headers.checked]).toEqual(['o-1', 'yes']);
  await until(async () => (await rabbit.depth(first)) === 0);
});

test('what an action cannot do is a dead letter of that action, with the reason; the next goes on', async () => {
  const { rabbit, put } = await openShop();
  const act = async (message: Message) => {
    if (message.id === 'o-1') throw new Fatal('the card is not known', { reason: 'no-such-card' });
    return message;
  };
  openStep({ take: rabbit, put: rabbit }, { from: first, to: second, act, refused: () => undefined });
  await put(order(1));
  await put(order(2));
  expect((await rabbit.get(second)).messageId).toBe('o-2');
  await until(async () => (await rabbit.depth(`${first}.dead`)) === 1);
  expect(await rabbit.deadLetters.show(first, 5)).toMatchObject([{ messageId: 'o-1', reason: 'no-such-card' }]);
});

test('where the next queue is not there it is a dead letter, not lost', async () => {
  const { rabbit, put } = await openShop();
  openStep(
    { take: rabbit, put: rabbit },
    { from: first, to: 'not.declared', act: async (message) => message, refused: () => undefined },
  );
  await put(order(1));
  await until(async () => (await rabbit.depth(`${first}.dead`)) === 1);
  expect(await rabbit.deadLetters.show(first, 5)).toMatchObject([{ messageId: 'o-1', reason: 'unroutable' }]);
  expect(await rabbit.depth(second)).toBe(0);
});
