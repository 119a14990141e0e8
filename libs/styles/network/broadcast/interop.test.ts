import { peerOf } from '@parley/middleware/datagram';
import { messagesOf } from '@parley/roles';
import { keeping, ours, place, printed, python, sent } from '../python.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';

jest.setTimeout(60_000);

/** Everybody on this very host, which is enough for the bytes; the suite has a network of hosts. */
const everybody = '127.255.255.255';

test('a sender in Python, and a receiver of ours', async () => {
  const { application, has } = keeping();
  const receiver = await ours(openReceiver({ ...place, bind: ['udp://0.0.0.0:0'] }, application));
  const sender = python('broadcast/peers/sender.py', everybody, peerOf(receiver.addresses[0]!).port);
  expect((await sender.exited).code).toBe(0);
  expect((await has(2)).map(printed)).toEqual([sent(1), sent(2)]);
});

test('our sender, and two receivers in Python', async () => {
  const first = python('broadcast/peers/receiver.py', 0);
  const port = (await first.line(/^port /)).slice('port '.length);
  const second = python('broadcast/peers/receiver.py', port);
  await second.line(/^port /);
  const sender = await ours(openSender({ ...place, connect: [`udp://${everybody}:${port}`] }));
  const [message] = messagesOf('ours', { count: 1, sizes: [60_000] });
  await sender.notify!(message!);
  for (const receiver of [first, second]) expect(await receiver.line(/./)).toBe(printed(message!));
});
