import { killChildren } from '@parley/faults/testing';
import { peerOf } from '@parley/middleware/datagram';
import { listening, media, sinking, unitOf } from './media.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';

jest.setTimeout(40_000);
afterEach(killChildren);

const place = { name: 'test', deadlineMs: 1000, credentials: 'right' } as const;
const numbers = Array.from({ length: 20 }, (_, index) => index + 1);

test('a source in Python: its units are played in the order in which they were taken, each once', async () => {
  const { application, played, refused, all } = listening(numbers.length);
  const bind = ['udp://127.0.0.1:0/isochronous/300-5000'];
  const { addresses, close } = await openReceiver({ ...place, bind, connect: [] }, application);
  await media('source', peerOf(addresses[0]!).port).exited;
  await all;
  await close();
  expect(played.map(({ seq }) => seq)).toEqual(numbers);
  expect(played.every(({ sender, seq, body }) => sender === 'python' && body.equals(Buffer.alloc(160, seq)))).toBe(
    true,
  );
  expect(refused).toHaveLength(1);
});

test('a sink in Python: it reads number, time and content of what our source sends', async () => {
  const { ports, seen } = await sinking(media('sink', numbers.length, 0));
  const connect = [`udp://127.0.0.1:${ports[0]}/asynchronous`];
  const { notify, close } = await openSender({ ...place, bind: [], connect });
  for (const number of numbers) await notify!(unitOf(number));
  const got = (await seen()).sort((a, b) => a.number - b.number);
  await close();
  expect(got.map(({ mark, number, id, body }) => [mark, number, id, body])).toEqual(
    numbers.map((number) => ['UA', number, `u-${number}`, number.toString(16).padStart(2, '0')]),
  );
  expect(new Set(got.map(({ stream }) => stream)).size).toBe(1);
  expect(got.map(({ stamp }) => stamp)).toEqual(got.map(({ stamp }) => stamp).sort((a, b) => a - b));
});
