import { conformance } from '@parley/conformance/testing';
import { openProxy } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import { openDatagram } from '@parley/middleware/datagram';
import type { Application } from '@parley/roles';
import { decodeUnit } from '../isochronous/unit';
import { subStreamAt } from './parts';
import { openReceiver } from './receiver';
import { openSender } from './sender';

conformance(__dirname);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const kept = <T extends { close(): Promise<unknown> }>(open: T): T => {
  closing.push(open.close);
  return open;
};

const place = { name: 'test', deadlineMs: 1000, credentials: 'right' } as const;
const unit = (id: string, key?: string): Message => ({
  id,
  sender: 'test',
  seq: 1,
  ...(key !== undefined && { key }),
  type: 'parley.test.v1.Unit',
  contentType: 'application/octet-stream',
  headers: {},
  body: Buffer.alloc(0),
});

test('a unit goes by the sub-stream that its key names, and else by each in turn; one clock stamps all', async () => {
  const got: Record<string, [id: string, stream: number, stamp: number][]> = { audio: [], video: [] };
  let tell = () => {};
  const all = new Promise<void>((resolve) => (tell = resolve));
  const open = async (name: string) => {
    const socket = await openDatagram({}, (bytes) => {
      const { message, stream, stamp } = decodeUnit(bytes);
      got[name]!.push([message.id, stream, stamp]);
      if (got.audio!.length + got.video!.length === 5) tell();
    });
    return `${kept(socket).address}/${name}/in-step/40-80`;
  };
  const sender = kept(await openSender({ ...place, bind: [], connect: [await open('audio'), await open('video')] }));
  for (const one of [unit('1', 'audio'), unit('2', 'audio'), unit('3', 'video'), unit('4'), unit('5')])
    await sender.notify!(one);
  await all;
  const ids = (name: string) => got[name]!.map(([id]) => id);
  expect([ids('audio').slice(0, 2), ids('video')[0]]).toEqual([['1', '2'], '3']);
  expect([ids('audio').slice(2), ids('video').slice(1)].flat().sort()).toEqual(['4', '5']);
  expect(ids('audio')).toHaveLength(3);
  const units = [...got.audio!, ...got.video!].sort(([one], [other]) => Number(one) - Number(other));
  expect(new Set(units.map(([, stream]) => stream)).size).toBe(1);
  expect(units.map(([, , stamp]) => stamp)).toEqual([...units.map(([, , stamp]) => stamp)].sort((a, b) => a - b));
});

/** Sound on a slow way, then a caption on a fast one: in what order they are played. */
const played = async (how: string): Promise<string[]> => {
  const order: string[] = [];
  let tell = () => {};
  const both = new Promise<void>((resolve) => (tell = resolve));
  const application: Application = {
    notify: async ({ id }) => {
      order.push(id);
      if (order.length === 2) tell();
    },
    reserve: async (request) => request,
    refused: (error) => {
      throw error;
    },
  };
  const bind = ['audio', 'captions'].map((name) => `udp://127.0.0.1:0/${name}/${how}`);
  const { addresses } = kept(await openReceiver({ ...place, bind, connect: [] }, application));
  const slow = kept(await openProxy({ carrier: 'udp', target: subStreamAt(addresses[0]!).peer }));
  slow.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: 300 } });
  const connect = [`udp://127.0.0.1:${slow.port}/audio/${how}`, addresses[1]!];
  const sender = kept(await openSender({ ...place, bind: [], connect }));
  await sender.notify!(unit('sound', 'audio'));
  await sender.notify!(unit('caption', 'captions'));
  await both;
  return order;
};

test('in step: played in the order in which they were taken, though the first comes last', async () => {
  expect(await played('in-step/800-2000')).toEqual(['sound', 'caption']);
});

test('each on its own: played as their ways let them come', async () => {
  expect(await played('alone/10-2000')).toEqual(['caption', 'sound']);
});

test('an address names the sub-stream and how it is played', () => {
  expect(subStreamAt('udp://127.0.0.1:5436/audio/in-step/180-260')).toEqual({
    name: 'audio',
    peer: { host: '127.0.0.1', port: 5436 },
    path: 'audio/in-step/180-260',
    inStep: true,
    timing: { mode: 'isochronous', minMs: 180, maxMs: 260 },
  });
  expect(subStreamAt('udp://127.0.0.1:5436/audio/alone/1-2').inStep).toBe(false);
  for (const wrong of ['', '/audio', '/audio/in-step', '/audio/together/1-2', '/audio/in-step/20-10'])
    expect(() => subStreamAt(`udp://127.0.0.1:5436${wrong}`)).toThrow();
});
