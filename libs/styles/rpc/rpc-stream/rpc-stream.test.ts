import { conformance } from '@parley/conformance/testing';
import { grpcClient } from '@parley/middleware/grpc';
import type { Application, Message } from '@parley/roles';
import { targetOf } from '../address';
import { toWire } from '../wire';
import { openReceiver } from './receiver';
import { streamsName, type StreamsDefinition } from './service';

conformance(__dirname);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const message = (seq: number, bytes = 0): Message => ({
  id: `m${seq}`,
  sender: 'test',
  seq,
  type: 'bytes',
  contentType: 'application/octet-stream',
  headers: {},
  body: Buffer.alloc(bytes),
});

const served = async (notify: Application['notify']) => {
  const place = { bind: [], connect: [], name: 'server', deadlineMs: 5000, credentials: 'right' } as const;
  const application: Application = { notify, reserve: async (request) => request, refused: () => undefined };
  const receiver = await openReceiver({ ...place, bind: [], connect: [] }, application);
  const streams = grpcClient<StreamsDefinition>(streamsName, targetOf(receiver.addresses));
  closing.push(receiver.close, streams.close);
  return streams;
};

const upload = async function* (count: number, last: boolean, taken: (n: number) => void = () => undefined) {
  for (let n = 1; n <= count; n += 1) {
    taken(n);
    yield { message: toWire(message(n, 16_384)), last: last && n === count };
  }
};

describe('a client stream', () => {
  it('is counted when its last has been processed, each in its order', async () => {
    const seen: number[] = [];
    const streams = await served(async ({ seq }) => void seen.push(seq));
    expect(await streams.Upload(upload(300, true))).toEqual({ processed: '300' });
    expect(seen).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
  });

  it('that ends without its last is no whole one', async () => {
    const streams = await served(async () => undefined);
    await expect(streams.Upload(upload(3, false))).rejects.toMatchObject({ code: 'ABORTED', reason: 'cut-off' });
  });

  it('goes no faster than the procedure', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const streams = await served(() => held);
    let taken = 0;
    const done = streams.Upload(
      upload(2000, true, (n) => (taken = n)),
      { deadlineMs: 30_000 },
    );
    let before = -1;
    while (before !== taken) {
      before = taken;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    // 2000 × 16 KiB would be taken at once.
    expect(taken).toBeLessThan(300);
    letGo();
    expect(await done).toEqual({ processed: '2000' });
  }, 40_000);
});

describe('a server stream', () => {
  it('comes whole, however slowly it is read, and ends when the reader leaves', async () => {
    const streams = await served(async () => undefined);
    const numbers: number[] = [];
    for await (const { number } of streams.Feed({ from: '7', count: '100', size: '100' })) numbers.push(Number(number));
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, n) => n + 7));
    for await (const { number } of streams.Feed({ from: '1', count: '1000000', size: '1000' }))
      if (number === '5') break;
    expect(await streams.Upload(upload(1, true))).toEqual({ processed: '1' });
  });
});

test('a stream that was given up is not listened to any more', async () => {
  const seen: string[] = [];
  const streams = await served(async ({ id }) => void seen.push(id));
  const openStream = () => {
    const queue: { message: ReturnType<typeof toWire>; wantsResult: boolean }[] = [];
    let wake: () => void = () => undefined;
    const requests = async function* () {
      for (;;) {
        while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        yield queue.shift()!;
      }
    };
    const answers = streams.Converse(requests())[Symbol.asyncIterator]();
    return {
      ask: (seq: number) => {
        queue.push({ message: toWire(message(seq)), wantsResult: false });
        wake();
        return answers.next();
      },
      end: () => answers.return?.(),
    };
  };
  const [old, later] = [openStream(), openStream()];
  closing.push(later.end);
  await old.ask(1);
  await later.ask(2);
  await expect(old.ask(3)).rejects.toMatchObject({ code: 'ABORTED', reason: 'superseded' });
  await later.ask(4);
  expect(seen).toEqual(['m1', 'm2', 'm4']);
});
