import { Subscriber } from 'zeromq';
import { cleared, free, lines, ours, python, transports } from '../peers.fixture';
import { asctime } from './deck';

afterEach(cleared);

const time = /^TIME (Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

test.each([
  [new Date(2026, 10, 2, 9, 3, 1), 'Mon Nov  2 09:03:01 2026'],
  [new Date(1993, 5, 20, 23, 21, 5), 'Sun Jun 20 23:21:05 1993'],
])('the time is written as asctime writes it', (at, text) => {
  expect(asctime(at)).toBe(text);
});

describe.each(transports)('the deck’s programs over %s', (transport) => {
  const publisher = () => ours(['pubsub', '--role', 'publisher', '--bind', free[transport](), '--', '0.05']);
  const subscriber = (address: string) => ours(['pubsub', '--role', 'subscriber', '--connect', address]);
  const taken = async (child: Parameters<typeof lines>[0]) => {
    const five = await lines(child, 5);
    for (const line of five) expect(line).toMatch(time);
    expect(await child.exited).toEqual({ code: 0, signal: null });
  };

  test('our publisher, our subscriber and one in Python: each takes five and ends', async () => {
    const { child, addresses } = await publisher();
    await taken((await subscriber(addresses[0]!)).child);
    await taken((await python('pubsub/peers/client.py', [addresses[0]!])).child);
    child.kill('SIGTERM');
    expect(await child.exited).toEqual({ code: 0, signal: null });
  }, 20_000);

  test('a Python publisher and our subscriber', async () => {
    const { addresses } = await python('pubsub/peers/server.py', [free[transport](), '0.05'], 1);
    await taken((await subscriber(addresses[0]!)).child);
  }, 20_000);
});

test('the names server and client are the deck’s; a message is one frame, every five seconds unless an argument says otherwise', async () => {
  const { child, addresses } = await ours(['pubsub', '--role', 'server', '--bind', 'tcp://127.0.0.1:0', '--', '0.05']);
  const bare = new Subscriber({ receiveTimeout: 5000 });
  bare.connect(addresses[0]!);
  bare.subscribe('TIME');
  const frames = await bare.receive();
  expect(frames.map(String)).toEqual([expect.stringMatching(time)]);
  bare.close();
  child.kill('SIGTERM');
  await child.exited;
}, 20_000);
