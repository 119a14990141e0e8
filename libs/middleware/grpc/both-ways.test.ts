import type { StreamsDefinition } from '@parley/contracts/generated/parley/styles/v1/Streams';
import { Fatal } from '@parley/faults';
import { grpcClient, grpcService, grpcStranger, rpcError, serveGrpc, type Handlers, type RpcError } from './index';
import { rejection, steady, until } from './until.fixture';

const name = 'parley.styles.v1.Streams';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const served = async (handlers: Partial<Handlers<StreamsDefinition>>, refused?: (error: Fatal) => void) => {
  const service = grpcService<StreamsDefinition>(name, {
    Upload: async () => ({}),
    Feed: async function* () {},
    Converse: async function* () {},
    ...handlers,
  });
  const server = await serveGrpc({ address: '127.0.0.1:0', services: [service], refused });
  const address = `127.0.0.1:${server.port}`;
  const client = grpcClient<StreamsDefinition>(name, address);
  closing.push(() => server.drain(200), client.close);
  return { server, client, address };
};

const numbered = async function* (count: number, bytes = 0, made: (n: number) => void = () => undefined) {
  for (let n = 1; n <= count; n++) {
    made(n);
    yield { message: { seq: `${n}`, body: Buffer.alloc(bytes) } };
  }
};

const countAll: Handlers<StreamsDefinition>['Upload'] = async (requests) => {
  let processed = 0;
  for await (const { message } of requests) if (message?.seq === `${processed + 1}`) processed += 1;
  return { processed: `${processed}` };
};

const echo: Handlers<StreamsDefinition>['Converse'] = async function* (requests) {
  for await (const { message } of requests) yield { id: message?.seq ?? '' };
};

const collect = async (answers: AsyncIterable<{ id: string }>, seen: string[] = []) => {
  for await (const { id } of answers) seen.push(id);
  return seen;
};

test('a client stream arrives whole and in order, and is answered once', async () => {
  const { client } = await served({ Upload: countAll });
  expect(await client.Upload(numbered(2000))).toEqual({ processed: '2000' });
});

test('both ways: every request is answered in order, and the end of the requests ends the call', async () => {
  const { client } = await served({ Converse: echo });
  expect(await collect(client.Converse(numbered(500)))).toEqual(Array.from({ length: 500 }, (_, n) => `${n + 1}`));
});

test('answers come before the requests have ended', async () => {
  const { client } = await served({ Converse: echo });
  let next: (() => void) | undefined;
  const requests = async function* () {
    yield { message: { seq: '1' } };
    await new Promise<void>((resolve) => (next = resolve));
    yield { message: { seq: '2' } };
  };
  const seen: string[] = [];
  for await (const { id } of client.Converse(requests())) {
    seen.push(id);
    next?.();
  }
  expect(seen).toEqual(['1', '2']);
});

test.each(['Upload', 'Converse'] as const)(
  '%s: a server that pauses makes the client wait',
  async (method) => {
    let goOn: (() => void) | undefined;
    const paused = new Promise<void>((resolve) => (goOn = resolve));
    const { client } = await served({
      Upload: async (requests, call) => {
        await paused;
        return countAll(requests, call);
      },
      Converse: async function* (requests, call) {
        await paused;
        yield* echo(requests, call);
      },
    });
    let made = 0;
    const requests = numbered(3000, 20_000, (n) => (made = n));
    const done =
      method === 'Upload'
        ? client.Upload(requests, { deadlineMs: 60_000 }).then(({ processed }) => Number(processed))
        : collect(client.Converse(requests)).then((answers) => answers.length);
    // Without back-pressure the client makes all 3000 (60 MB) at once.
    expect(await steady(() => made)).toBeLessThan(300);
    goOn?.();
    expect(await done).toBe(3000);
  },
  60_000,
);

test('a client that does not read makes the server wait with its answers', async () => {
  let made = 0;
  const { client } = await served({
    Converse: async function* () {
      for (made = 1; made <= 3000; made++) yield { id: `${made}`, result: { body: Buffer.alloc(20_000) } };
    },
  });
  const answers = client.Converse(numbered(0))[Symbol.asyncIterator]();
  await answers.next();
  expect(await steady(() => made)).toBeLessThan(300);
  await answers.return?.();
});

test('requests that never end leave the event loop to others', async () => {
  const { client } = await served({ Upload: async () => Promise.reject(rpcError('ABORTED', 'enough')) });
  await client.Upload(numbered(1)).catch(() => undefined);
  let made = 0;
  const counted = numbered(5000, 0, (n) => void (made = n));
  const uploaded = rejection(client.Upload(counted));
  await until(() => made > 0);
  const before = made;
  await new Promise((resolve) => setImmediate(resolve));
  expect(made - before).toBeLessThan(100);
  await uploaded;
});

test('a handler’s error ends the call with its status, after what came before; the requests are no more asked for', async () => {
  const { client } = await served({
    Converse: async function* (requests) {
      for await (const { message } of requests) {
        if (message?.seq === '3') throw rpcError('NOT_FOUND', 'no three', { reason: 'three' });
        yield { id: message?.seq ?? '' };
      }
    },
    Upload: async (requests) => {
      for await (const _ of requests) throw rpcError('ABORTED', 'enough');
      return {};
    },
  });
  const ends: string[] = [];
  const endless = async function* (which: string) {
    try {
      for (let n = 1; ; n++) yield { message: { seq: `${n}` } };
    } finally {
      ends.push(which);
    }
  };
  const seen: string[] = [];
  expect(await rejection(collect(client.Converse(endless('both')), seen))).toMatchObject({
    code: 'NOT_FOUND',
    reason: 'three',
  });
  expect(seen).toEqual(['1', '2']);
  expect(await rejection(client.Upload(endless('upload')))).toMatchObject({ code: 'ABORTED', kind: 'retryable' });
  await until(() => ends.length === 2);
});

test('what the requests throw ends the call, at the server too', async () => {
  let ends = 0;
  let arrived = 0;
  const reads = async (requests: AsyncIterable<unknown>) => {
    try {
      for await (const _ of requests) arrived += 1;
    } finally {
      ends += 1;
    }
  };
  const { client } = await served({
    Upload: async (requests) => (await reads(requests), {}),
    Converse: async function* (requests) {
      await reads(requests);
    },
  });
  const failing = async function* () {
    const before = arrived;
    yield { message: { seq: '1' } };
    await until(() => arrived > before);
    throw new TypeError('no second');
  };
  expect((await rejection(collect(client.Converse(failing())))).message).toBe('no second');
  await rejection(client.Upload(failing()));
  await until(() => ends === 2);
});

test('a caller that leaves ends the handler; an upload ends by its deadline', async () => {
  const ends: string[] = [];
  const { client } = await served({
    Converse: async function* (requests) {
      try {
        yield { id: 'first' };
        for await (const _ of requests);
      } finally {
        ends.push('both');
      }
    },
    Upload: async (requests) => {
      for await (const _ of requests);
      return {};
    },
  });
  const waits = async function* () {
    await new Promise(() => undefined);
    yield {};
  };
  const answers = client.Converse(waits())[Symbol.asyncIterator]();
  await answers.next();
  await answers.return?.();
  await until(() => ends.includes('both'));
  expect(await rejection(client.Upload(waits(), { deadlineMs: 150 }))).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

test('a drain answers what has come in, then ends the stream', async () => {
  let goOn: (() => void) | undefined;
  const { server, client } = await served({
    Converse: async function* (requests) {
      for await (const { message } of requests) {
        await new Promise<void>((resolve) => (goOn = resolve));
        yield { id: message?.seq ?? '' };
      }
    },
  });
  const seen: string[] = [];
  const ended = rejection<RpcError>(collect(client.Converse(numbered(50)), seen));
  await until(() => goOn !== undefined);
  const drained = server.drain(5000);
  goOn?.();
  expect(await ended).toMatchObject({ code: 'UNAVAILABLE', reason: 'draining', kind: 'retryable' });
  expect(seen).toEqual(['1']);
  await drained;
});

test.each(['Feed', 'Upload', 'Converse'])(
  'bytes that are no request: %s tells the server and answers',
  async (method) => {
    const told: Fatal[] = [];
    const { client, address } = await served(
      {
        Upload: countAll,
        Converse: echo,
        Feed: async function* () {
          yield {};
        },
      },
      (error) => told.push(error),
    );
    const stranger = grpcStranger(address, `/${name}/${method}`);
    closing.push(stranger.close);
    expect(await stranger.say(Buffer.from([0xff, 0xff, 0xff]))).toBe('INVALID_ARGUMENT');
    expect(told).toEqual([expect.objectContaining({ reason: 'undecodable', kind: 'fatal' })]);
    expect(await client.Upload(numbered(3))).toEqual({ processed: '3' });
  },
);
