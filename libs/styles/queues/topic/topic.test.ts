import { join } from 'node:path';
import { killChildren, startProcess } from '@parley/faults';
import { openDesk, openStand, orderEvent, until } from '../vhost.fixture';
import { subscriberTo } from './receiver';
import { openSender } from './sender';
import { exchange } from './topology';

jest.setTimeout(60_000);

test('by its name, by a pattern, by both one copy; what nobody wants is a dead letter', async () => {
  const stand = await openStand();
  try {
    const wants = {
      exact: { topics: ['stock.low'], patterns: [] },
      pattern: { topics: [], patterns: ['stock.*'] },
      both: { topics: ['stock.low'], patterns: ['stock.#'] },
    };
    const desks = { exact: openDesk(), pattern: openDesk(), both: openDesk() };
    for (const name of ['exact', 'pattern', 'both'] as const)
      await stand.keep(subscriberTo(wants[name])(stand.place(name), desks[name].application));
    const { notify } = await stand.keep(openSender(stand.place('publisher')));
    const topics = ['stock.low', 'stock', 'stock.high', 'nobody.wants', 'stock.low'];
    for (const [index, type] of topics.entries()) await notify!(orderEvent(index + 1, {}, { type }));
    await until(() => Object.values(desks).every(({ taken }) => taken.at(-1)?.seq === 5));
    expect(desks.exact.taken.map(({ seq }) => seq)).toEqual([1, 5]);
    expect(desks.pattern.taken.map(({ seq }) => seq)).toEqual([1, 3, 5]);
    expect(desks.both.taken.map(({ seq }) => seq)).toEqual([1, 2, 3, 5]);
    expect(await stand.rabbit.deadLetters.show(exchange, 5)).toMatchObject([
      { messageId: 'order-4', reason: 'unroutable' },
    ]);
  } finally {
    await stand.close();
  }
});

describe('with clients in Python', () => {
  afterEach(killChildren);
  const python = (program: string, ...args: string[]) =>
    startProcess([process.env.PARLEY_PYTHON ?? '', join(__dirname, 'peers', program), ...args]);

  test('a subscriber by pattern gets what we publish, a publisher reaches us by topic', async () => {
    const stand = await openStand();
    try {
      const { notify } = await stand.keep(openSender(stand.place('publisher')));
      const subscriber = python('subscriber.py', stand.url, exchange, 'stock.*');
      await subscriber.line(/^ready/);
      await notify!(orderEvent(1, {}, { type: 'order.paid' }));
      await notify!({ ...orderEvent(2, {}, { type: 'stock.low' }), body: Buffer.from('"żółć"') });
      expect(await subscriber.line(/^stock/)).toBe('stock.low order-2 application/json 2 "żółć"');

      const desk = openDesk();
      await stand.keep(subscriberTo({ topics: ['stock.low'], patterns: [] })(stand.place('us'), desk.application));
      const { code } = await python('publisher.py', stand.url, exchange, 'stock.low', '1', '"żółć"').exited;
      expect(code).toBe(0);
      await until(() => desk.taken.length === 2);
      expect(desk.taken[1]).toMatchObject({
        id: 'python-2',
        sender: 'python',
        seq: 2,
        type: 'stock.low',
        headers: { colour: 'grün' },
        body: Buffer.from('"żółć"'),
      });
    } finally {
      await stand.close();
    }
  });
});
