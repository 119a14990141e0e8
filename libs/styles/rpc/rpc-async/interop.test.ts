import { join } from 'node:path';
import { killChildren, startProcess } from '@parley/faults';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { repoRoot } from '@parley/topology';
import { openReceiver } from './receiver';
import { openSender } from './sender';

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

describe('receipts in Python, from the .proto alone', () => {
  test('their client has our receipt and is gone before our procedure ends', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const ended: Message[] = [];
    const application: Application = {
      notify: async (message) => {
        await held;
        ended.push(message);
      },
      reserve: async (request) => request,
      refused: () => undefined,
    };
    const server = await openReceiver({ ...place, bind: ['tcp://127.0.0.1:0'], connect: [] }, application);
    closing.push(server.close);
    const client = python('client.py', server.addresses[0]!.replace('tcp://', ''));
    expect(await client.line(/./)).toBe('receipt py-1');
    expect((await client.exited).code).toBe(0);
    expect(ended).toEqual([]);
    letGo();
    await server.close();
    expect(ended).toMatchObject([{ id: 'py-1', seq: 1, body: Buffer.from(Array.from({ length: 256 }, (_, n) => n)) }]);
  });

  test('our client has their receipt before their procedure runs', async () => {
    const server = python('server.py');
    const port = (await server.line(/^port /)).slice('port '.length);
    const client = await openSender({ ...place, bind: [], connect: [`tcp://127.0.0.1:${port}`] });
    closing.push(client.close);
    await client.notify!(messagesOf('ours', { count: 1 })[0]!);
    expect(server.output().stdout).not.toContain('run');
    server.write('go on');
    expect(await server.line(/./)).toBe('run ours-1 100');
  });
});
