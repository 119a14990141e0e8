import { Fatal } from '@parley/faults';
import { peerOf } from '@parley/middleware/datagram';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { keeping, ours, place, printed, python, sent } from '../python.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';

jest.setTimeout(60_000);

test('a client in Python, and a server of ours', async () => {
  const { application, has } = keeping();
  const backwards: Application = {
    ...application,
    reserve: async (request) => {
      if (request.seq === 3) throw new Fatal('no such sku', { reason: 'unknown-sku' });
      return { ...request, body: Buffer.concat([request.body, request.body]) };
    },
    refused: () => undefined,
  };
  const server = await ours(openReceiver({ ...place, bind: ['udp://127.0.0.1:0'] }, backwards));
  const client = python('anycast/peers/client.py', '127.0.0.1', peerOf(server.addresses[0]!).port);
  expect(await client.line(/./)).toBe('a py-2 [2, 2] None None');
  expect(await client.line(/./)).toBe('f py-3 [] fatal unknown-sku');
  expect((await client.exited).code).toBe(0);
  expect((await has(1)).map(printed)).toEqual([sent(1)]);
});

test('our client, and a server in Python', async () => {
  const server = python('anycast/peers/server.py', '127.0.0.1', 0);
  const port = (await server.line(/^port /)).slice('port '.length);
  const client = await ours(openSender({ ...place, connect: [`udp://127.0.0.1:${port}`] }));
  const [notice, request, third] = messagesOf('ours', { count: 3, sizes: [60_000] }) as [Message, Message, Message];
  await client.notify!(notice);
  expect(await server.line(/./)).toBe(printed(notice));
  expect((await client.reserve!(request)).body).toEqual(Buffer.from(request.body).reverse());
  const empty = client.reserve!({ ...third, body: Buffer.alloc(0) });
  await expect(empty).rejects.toMatchObject({ kind: 'fatal', reason: 'empty' });
});
