import { join } from 'node:path';
import { killChildren, startProcess } from '@parley/faults';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { repoRoot } from '@parley/topology';
import { openReceiver } from './receiver';
import { openSender } from './sender';

afterAll(killChildren);

const place = { name: 'a', bind: [], connect: [], deadlineMs: 5000, credentials: 'right' } as const;
const python = (name: string, ...args: string[]) =>
  startProcess([
    process.env.PARLEY_PYTHON ?? 'python3',
    join(__dirname, 'peers', name),
    join(repoRoot(), 'proto'),
    ...args,
  ]);

describe('gRPC in Python, from the .proto alone', () => {
  test('their client at our server', async () => {
    const got: Message[] = [];
    const application: Application = {
      notify: async (message) => void got.push(message),
      reserve: async (request) => ({ ...request, headers: { 'in-reply-to': request.id } }),
      refused: () => undefined,
    };
    const server = await openReceiver({ ...place, bind: ['tcp://127.0.0.1:0'], connect: [] }, application);
    const client = python('client.py', server.addresses[0]!.replace('tcp://', ''));
    expect(await client.line(/./)).toBe('olá');
    expect(await client.line(/./)).toBe('py-1 True');
    expect((await client.exited).code).toBe(0);
    expect(got).toMatchObject([{ id: 'py-1', seq: 1, body: Buffer.from(Array.from({ length: 256 }, (_, n) => n)) }]);
    await server.close();
  });

  test('our client at their server', async () => {
    const server = python('server.py');
    const port = (await server.line(/^port /)).slice('port '.length);
    const client = await openSender({ ...place, bind: [], connect: [`tcp://127.0.0.1:${port}`] });
    const [notice, request] = messagesOf('ours', { count: 2 }) as [Message, Message];
    await client.notify!(notice);
    expect(await server.line(/notice/)).toBe('notice ours-1 100');
    const reply = await client.reserve!(request);
    expect([reply.headers['in-reply-to'], reply.body]).toEqual(['ours-2', request.body]);
    await client.close();
  });
});
