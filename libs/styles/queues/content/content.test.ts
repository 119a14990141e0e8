import { openDesk, openStand, orderEvent, until } from '../vhost.fixture';
import { queueOf } from '../exchanges';
import { subscriberTo } from './receiver';
import { openSender } from './sender';
import { exchange } from './topology';

jest.setTimeout(60_000);

test('headers are looked at by the broker, the body by the subscriber; what it cannot read is a dead letter', async () => {
  const stand = await openStand();
  try {
    const desk = openDesk();
    const wants = { headers: { 'x-match': 'all', kind: 'order' }, body: [{ path: 'gross', above: 1000 }] };
    await stand.keep(subscriberTo(wants)(stand.place('large'), desk.application));
    const { notify } = await stand.keep(openSender(stand.place('publisher')));
    const order = { headers: { kind: 'order' } };
    await notify!(orderEvent(1, { gross: 500 }, order));
    await notify!({ ...orderEvent(2, {}, order), body: Buffer.from('{') });
    await notify!(orderEvent(3, { gross: 5000 }, { headers: { kind: 'return' } }));
    await notify!(orderEvent(4, { gross: 5000 }, order));
    await until(() => desk.taken.length > 0);
    expect(desk.taken.map(({ id }) => id)).toEqual(['order-4']);
    expect(desk.refused).toMatchObject([{ reason: 'undecodable' }]);
    const dead = (queue: string) => stand.rabbit.deadLetters.show(queue, 5);
    expect(await dead(queueOf(exchange, 'large'))).toMatchObject([{ messageId: 'order-2', reason: 'undecodable' }]);
    expect(await dead(exchange)).toMatchObject([{ messageId: 'order-3', reason: 'unroutable' }]);
  } finally {
    await stand.close();
  }
});
