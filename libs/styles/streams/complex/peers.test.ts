import { killChildren } from '@parley/faults/testing';
import { peerOf } from '@parley/middleware/datagram';
import { listening, media, sinking, unitOf } from '../isochronous/media.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';

jest.setTimeout(40_000);
afterEach(killChildren);

const place = { name: 'test', deadlineMs: 1000, credentials: 'right' } as const;
const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
const names = ['audio', 'video', 'captions'];

test('a source in Python: what it sends by three ways is played as one, in the order of its clock', async () => {
  const { application, played, refused, all } = listening(numbers.length);
  const bind = names.map((name) => `udp://127.0.0.1:0/${name}/in-step/300-5000`);
  const { addresses, close } = await openReceiver({ ...place, bind, connect: [] }, application);
  await media('source', ...addresses.map((address) => peerOf(address).port)).exited;
  await all;
  await close();
  expect(played.map(({ seq }) => seq)).toEqual(numbers);
  expect(refused).toHaveLength(1);
});

test('a sink in Python: it can keep in step what our source sends by three ways', async () => {
  const { ports, seen } = await sinking(media('sink', numbers.length, 0, 0, 0));
  const connect = ports.map((port, index) => `udp://127.0.0.1:${port}/${names[index]}/in-step/40-2000`);
  const { notify, close } = await openSender({ ...place, bind: [], connect });
  for (const number of numbers) await notify!({ ...unitOf(number), key: names[number % 3]! });
  const got = (await seen()).sort((a, b) => a.stamp - b.stamp);
  await close();
  // One clock and one stream for all: the order of the times is the order in which the units were taken.
  expect(got.map(({ number, part, id }) => [number, part, id])).toEqual(
    numbers.map((number) => [number, number % 3, `u-${number}`]),
  );
  expect(new Set(got.map(({ stream }) => stream)).size).toBe(1);
});
