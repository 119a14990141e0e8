import { join } from 'node:path';
import { Fatal, killChildren, startProcess } from '@parley/faults';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { repoRoot } from '@parley/topology';
import { openClient } from './client';
import { openReceiver } from './receiver';

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

describe('call, receipt and call-back in Python, made from the .proto', () => {
  test('our server calls their client back, with a result and with a failure', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const application: Application = {
      notify: async () => undefined,
      reserve: async (request) => {
        await held;
        if (request.seq === 2) throw new Fatal('no such sku', { reason: 'unknown-sku' });
        return { ...request, body: Buffer.from([7, 8, 9]) };
      },
      refused: () => undefined,
    };
    const server = await openReceiver({ ...place, bind: ['tcp://127.0.0.1:0'], connect: [] }, application);
    closing.push(server.close);
    const client = python('client.py', server.addresses[0]!.replace('tcp://', ''));
    // Both receipts come while the first procedure is still held.
    expect([await client.line(/./), await client.line(/./)]).toEqual(['receipt py-1', 'receipt py-2']);
    letGo();
    const results = [await client.line(/./), await client.line(/./)];
    expect(results.sort()).toEqual(['result py-1 [7, 8, 9]  ', 'result py-2 [] fatal unknown-sku']);
    expect((await client.exited).code).toBe(0);
  });

  test('their server calls our client back, with a result and with a failure; a repetition is not awaited', async () => {
    const server = python('server.py');
    const port = (await server.line(/^port /)).slice('port '.length);
    const client = await openClient({ ...place, bind: ['tcp://127.0.0.1:0'], connect: [`tcp://127.0.0.1:${port}`] });
    closing.push(client.close);
    const [one, two] = messagesOf('ours', { count: 2 }) as [Message, Message];
    const asked = [await client.ask(one), await client.ask({ ...two, body: Buffer.alloc(0) })];
    server.write('the first');
    expect((await asked[0]!.result).body).toEqual(Buffer.from(one.body).reverse());
    server.write('the second');
    await expect(asked[1]!.result).rejects.toMatchObject({ kind: 'fatal', reason: 'empty' });
    expect([await server.line(/./), await server.line(/./)]).toEqual(Array(2).fill('awaited [True, False]'));
    expect(client.counts.late).toBe(2);
  });
});
