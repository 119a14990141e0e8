import { peerOf } from '@parley/middleware/datagram';
import { messagesOf } from '@parley/roles';
import { keeping, ours, place, printed, python, sent } from '../python.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';

jest.setTimeout(60_000);

/** A group of this process's own. */
const group = `239.80.${(process.pid >> 8) & 255}.${process.pid & 255}`;

test('a sender in Python, and a member of ours', async () => {
  const { application, has } = keeping();
  const member = await ours(openReceiver({ ...place, bind: [`udp://${group}:0`] }, application));
  const sender = python('multicast/peers/sender.py', group, peerOf(member.addresses[0]!).port);
  expect((await sender.exited).code).toBe(0);
  expect((await has(2)).map(printed).sort()).toEqual([sent(1), sent(2)]);
});

test('our sender, and two members in Python', async () => {
  const first = python('multicast/peers/member.py', group, 0);
  const port = (await first.line(/^port /)).slice('port '.length);
  const second = python('multicast/peers/member.py', group, port);
  await second.line(/^port /);
  const sender = await ours(openSender({ ...place, connect: [`udp://${group}:${port}`] }));
  const [message] = messagesOf('ours', { count: 1, sizes: [60_000] });
  await sender.notify!(message!);
  for (const member of [first, second]) expect(await member.line(/./)).toBe(printed(message!));
});
