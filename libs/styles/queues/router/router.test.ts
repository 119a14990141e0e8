import type { Delivery } from '@parley/middleware/rabbitmq';
import { openDesk, openStand, orderEvent, until } from '../vhost.fixture';
import { openMiddle, over } from './middle';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { setUp } from './setup';
import { hosts, logOf, routers } from './topology';

jest.setTimeout(60_000);

const [onward] = routers['router-b']!;
const [fromA] = routers['router-a']!;

const delivery = (more: Partial<Delivery>): Delivery => ({
  ...orderEvent(1, { country: 'Norway' }),
  messageId: 'm',
  exchange: '',
  routingKey: 'b',
  replyTo: '',
  correlationId: '',
  redelivered: false,
  attempt: 1,
  trace: {},
  ...more,
});

describe('a hop', () => {
  test('passes on in the format that is wanted there; the log has what came', () => {
    const [logged, passed] = over(onward!, delivery({}));
    expect(logged).toMatchObject({ exchange: '', routingKey: logOf(onward!), contentType: 'application/json' });
    expect(passed).toMatchObject({ exchange: hosts.b.receive, routingKey: 'b', contentType: 'application/xml' });
    expect(`${passed!.body}`).toContain('<country>Norway</country>');
  });

  test('lets through what it does not know, as it is', () => {
    const raw = { type: 'bytes', contentType: 'application/octet-stream', body: Buffer.from([1, 2]) };
    expect(over(onward!, delivery(raw))[1]).toMatchObject(raw);
  });

  test.each([
    ['no-route', { routingKey: 'c' }],
    ['no-route', { routingKey: 'toString' }],
    ['undecodable', { body: Buffer.from('{') }],
  ])('refuses what it cannot pass on: %s', (reason, more) => {
    expect(() => over(onward!, delivery(more))).toThrow(expect.objectContaining({ kind: 'fatal', reason }));
  });
});

test('a put succeeds with the routers down; they take it up; what has no way is a dead letter at its router', async () => {
  const stand = await openStand();
  try {
    await setUp({ connect: [stand.url], receivers: [] });
    const desk = openDesk();
    const { notify } = await stand.keep(openSender(stand.place('sender')));
    await notify!(orderEvent(1, { country: 'Norway' }));
    await stand.rabbit.publisher().publish({
      exchange: hosts.a.send,
      routingKey: 'c',
      type: '',
      contentType: '',
      messageId: 'lost',
      body: Buffer.from(''),
    });
    expect(await stand.rabbit.depth(hosts.a.send)).toBe(2);
    await stand.keep(openReceiver(stand.place('receiver'), desk.application));
    for (const role of Object.keys(routers)) await stand.keep(openMiddle(stand.place(role, role)));
    await until(async () => desk.taken.length === 1 && (await stand.rabbit.depth(`${hosts.a.send}.dead`)) === 1);
    expect(desk.taken[0]).toMatchObject({ id: 'order-1', contentType: 'application/xml' });
    expect(await stand.rabbit.deadLetters.show(hosts.a.send, 5)).toMatchObject([
      { messageId: 'lost', reason: 'no-route' },
    ]);
    for (const hop of [fromA!, onward!]) expect(await stand.rabbit.depth(logOf(hop))).toBe(1);
  } finally {
    await stand.close();
  }
});

test('a router that has no table is refused', async () => {
  const place = { bind: [], connect: [], name: 'x', role: 'router-c', deadlineMs: 1000, credentials: 'right' } as const;
  await expect(openMiddle({ ...place, bind: [], connect: [] })).rejects.toMatchObject({
    kind: 'fatal',
    reason: 'role',
  });
});
