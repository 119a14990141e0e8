import { peerOf } from '@parley/middleware/datagram';
import { messagesOf } from '@parley/roles';
import { keeping, ours, place, printed, python, sent } from '../python.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';

jest.setTimeout(60_000);

test('a sender in Python, and two receivers of ours in different cells', async () => {
  const [france, japan] = [keeping(), keeping()];
  const inFrance = await ours(openReceiver({ ...place, bind: ['udp://239.77.4.55:0/France'] }, france.application));
  const { port } = peerOf(inFrance.addresses[0]!);
  await ours(openReceiver({ ...place, bind: [`udp://239.77.4.59:${port}/Japan`] }, japan.application));
  const sender = python('geocast/peers/sender.py', port, 'France', 'Channel Islands', 'France+Japan');
  expect((await sender.exited).code).toBe(0);
  expect((await france.has(2)).map(printed).sort()).toEqual([sent(1), sent(3)]);
  expect((await japan.has(1)).map(printed)).toEqual([sent(3)]);
});

test('our sender, and receivers in Python in three countries of three cells', async () => {
  const stands = async (country: string, port: string) => {
    const receiver = python('geocast/peers/receiver.py', country, port);
    const [, cell, at] = (await receiver.line(/^at /)).split(' ') as [string, string, string];
    return { receiver, cell, port: at };
  };
  const france = await stands('France', '0');
  const others = [await stands('Channel Islands', france.port), await stands('Japan', france.port)] as const;
  const [islands, japan] = others;
  expect([france, ...others].map(({ cell }) => cell)).toEqual(['239.77.4.55', '239.77.4.54', '239.77.4.59']);
  const sender = await ours(openSender({ ...place, connect: [`udp://${france.cell}:${france.port}/France`] }));
  const messages = messagesOf('ours', { count: 4 });
  const areas = ['France', 'France+Japan', 'France~400km', '35.7,139.7~10000km'];
  for (const [n, area] of areas.entries()) await sender.notify!({ ...messages[n]!, headers: { area } });
  const [one, two, three, four] = messages.map(printed);
  const got = async ({ receiver }: typeof france, count: number) => {
    const lines: string[] = [];
    while (lines.length < count) lines.push(await receiver.line(/./));
    return lines.sort();
  };
  expect(await got(france, 4)).toEqual([one, two, three, four]);
  expect(await got(islands, 2)).toEqual([three, four]);
  expect(await got(japan, 2)).toEqual([two, four]);
});
