import { join } from 'node:path';
import { Fatal, killChildren, startProcess } from '@parley/faults';
import { grpcClient } from '@parley/middleware/grpc';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { repoRoot } from '@parley/topology';
import { toWire } from '../wire';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { streamsName, type StreamsDefinition } from './service';

jest.setTimeout(60_000);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(killChildren);

const place = { name: 'a', bind: [], connect: [], deadlineMs: 20_000, credentials: 'right' } as const;
const python = (name: string, ...args: string[]) =>
  startProcess([
    process.env.PARLEY_PYTHON ?? 'python3',
    join(__dirname, 'peers', name),
    join(repoRoot(), 'proto'),
    ...args,
  ]);

describe('streams in Python, from the .proto alone', () => {
  test('their client at our server: client stream, server stream, both ways', async () => {
    const got: Message[] = [];
    const application: Application = {
      notify: async (message) => void got.push(message),
      reserve: async (request) => {
        if (request.seq === 6) throw new Fatal('no such sku', { reason: 'unknown-sku' });
        return { ...request, body: Buffer.concat([request.body, request.body]) };
      },
      refused: () => undefined,
    };
    const server = await openReceiver({ ...place, bind: ['tcp://127.0.0.1:0'], connect: [] }, application);
    closing.push(server.close);
    const client = python('client.py', server.addresses[0]!.replace('tcp://', ''));
    expect(await client.line(/./)).toBe('processed 3');
    expect(await client.line(/./)).toBe('fed [(7, 100), (8, 100), (9, 100)]');
    expect(await client.line(/./)).toBe('answer py-4 []  ');
    expect(await client.line(/./)).toBe('answer py-5 [5, 5]  ');
    expect(await client.line(/./)).toBe('answer py-6 [] fatal unknown-sku');
    expect((await client.exited).code).toBe(0);
    expect(got.map(({ id, body }) => [id, ...body])).toEqual([1, 2, 3, 4].map((seq) => [`py-${seq}`, seq]));
  });

  test('our client at their server: client stream, server stream, both ways', async () => {
    const server = python('server.py');
    const target = `127.0.0.1:${(await server.line(/^port /)).slice('port '.length)}`;
    const [one, two, three] = messagesOf('ours', { count: 3, sizes: [3] }) as [Message, Message, Message];

    const streams = grpcClient<StreamsDefinition>(streamsName, target, { deadlineMs: 20_000 });
    closing.push(streams.close);
    const uploads = async function* () {
      yield { message: toWire(one) };
      yield { message: toWire(two), last: true };
    };
    expect(await streams.Upload(uploads())).toEqual({ processed: '2' });
    expect([await server.line(/./), await server.line(/./)]).toEqual(['notice ours-1', 'notice ours-2']);
    const fed: unknown[] = [];
    for await (const { number, body } of streams.Feed({ from: '7', count: '2', size: '5' }))
      fed.push([number, body.length]);
    const unfinished = async function* () {
      yield { message: toWire(one) };
    };
    await expect(streams.Upload(unfinished())).rejects.toMatchObject({ code: 'ABORTED' });
    await server.line(/^notice ours-1$/);
    expect(fed).toEqual([
      ['7', 5],
      ['8', 5],
    ]);

    const client = await openSender({ ...place, bind: [], connect: [`tcp://${target}`] });
    closing.push(client.close);
    const both = [client.notify!(two), client.reserve!(three)] as const;
    expect((await Promise.all(both))[1].body).toEqual(Buffer.from(three.body).reverse());
    expect(await server.line(/./)).toBe('notice ours-2');
    const empty = { ...three, body: Buffer.alloc(0) };
    await expect(client.reserve!(empty)).rejects.toMatchObject({ kind: 'fatal', reason: 'empty' });
  });
});
