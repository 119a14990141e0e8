import { join } from 'node:path';
import { Fatal, killChildren, startProcess } from '@parley/faults';
import { peerOf } from '@parley/middleware/datagram';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { openGroup } from './group';
import { openReceiver } from './receiver';

jest.setTimeout(60_000);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(killChildren);

const place = { name: 'a', connect: [], deadlineMs: 20_000, credentials: 'right' } as const;
/** A group of this process's own. */
const group = `239.79.${(process.pid >> 8) & 255}.${process.pid & 255}`;
const python = (name: string, ...args: (string | number)[]) =>
  startProcess([process.env.PARLEY_PYTHON ?? 'python3', '-B', join(__dirname, 'peers', name), ...args.map(String)]);

/** A member of ours, which says a body backwards and refuses an empty one, and what it was told. */
const member = async (port: number | string) => {
  const told: string[] = [];
  const application: Application = {
    notify: async ({ id, body }) => void told.push(`notify ${id} ${body.length}`),
    reserve: async (request) => {
      told.push(`reserve ${request.id} ${request.body.length}`);
      if (request.seq === 3) throw new Fatal('no such sku', { reason: 'unknown-sku' });
      return { ...request, body: Buffer.from(request.body).reverse() };
    },
    refused: () => undefined,
  };
  const bind = [`udp://${group}:${port}/127.0.0.1`];
  const { addresses, close } = await openReceiver({ ...place, bind, connect: [] }, application);
  closing.push(close);
  return { told, port: peerOf(addresses[0]!).port };
};

describe('a group with Python in it, from the datagrams’ description alone', () => {
  test('their client calls two members of ours', async () => {
    const one = await member(0);
    const other = await member(one.port);
    const client = python('client.py', group, one.port, 2);
    expect(await client.line(/./)).toBe("notify ['py-1 []', 'py-1 []']");
    expect(await client.line(/./)).toBe("reserve ['py-2 [2]', 'py-2 [2]']");
    expect(await client.line(/./)).toBe("reserve ['fatal unknown-sku', 'fatal unknown-sku']");
    expect((await client.exited).code).toBe(0);
    for (const { told } of [one, other]) expect(told).toEqual(['notify py-1 1', 'reserve py-2 1', 'reserve py-3 1']);
  });

  test('our client calls two members of theirs and one of ours', async () => {
    const first = python('member.py', group, 0);
    const port = (await first.line(/^port /)).slice('port '.length);
    const second = python('member.py', group, port);
    await second.line(/^port /);
    const { told } = await member(port);
    const client = await openGroup([`udp://${group}:${port}/127.0.0.1?members=3`], 20_000);
    closing.push(client.close);
    const [notice, request, third] = messagesOf('ours', { count: 3, sizes: [60_000] }) as [Message, Message, Message];
    await client.notify(notice);
    expect((await client.reserve(request, 'all')).body).toEqual(Buffer.from(request.body).reverse());
    for (const one of [first, second]) {
      expect(await one.line(/./)).toBe('notify ours-1 60000');
      expect(await one.line(/./)).toBe('reserve ours-2 60000');
    }
    expect(told).toEqual(['notify ours-1 60000', 'reserve ours-2 60000']);
    const empty = { ...third, body: Buffer.alloc(0) };
    await expect(client.reserve(empty, 'all')).rejects.toMatchObject({
      kind: 'fatal',
      message: expect.stringMatching(/^3 of 3 failed/),
    });
  });
});
