import { connect } from 'node:net';
import { kafkaClient, kafkaPlace, ensureTopics, openProducer, readLog } from '@parley/middleware/kafka';
import { openProxy, type FaultProxy } from '@parley/faults';
import { onKafka, onKafkaSasl } from './index';
import { readFrames } from './frames';

jest.setTimeout(60_000);

const frame = (id: number, text: string): Buffer => {
  const bytes = Buffer.alloc(8 + text.length);
  bytes.writeInt32BE(4 + text.length, 0);
  bytes.writeInt32BE(id, 4);
  bytes.write(text, 8);
  return bytes;
};

test('frames in pieces of any size: those that are wanted whole are changed, the others pass as they are', () => {
  const all = Buffer.concat([
    frame(1, 'one'),
    frame(2, ''),
    frame(3, 'x'.repeat(500)),
    frame(4, 'four'),
    frame(2, 'two'),
  ]);
  for (const size of [1, 3, 7, 64, 10_000]) {
    const read = readFrames(8, (head) =>
      head.readInt32BE(4) === 2 ? ({ length }) => frame(9, `${length}`) : undefined,
    );
    const out: Buffer[] = [];
    for (let at = 0; at < all.length; at += size) out.push(...read(all.subarray(at, at + size)));
    const wanted = [frame(1, 'one'), frame(9, '8'), frame(3, 'x'.repeat(500)), frame(4, 'four'), frame(9, '11')];
    expect(Buffer.concat(out).equals(Buffer.concat(wanted))).toBe(true);
  }
});

describe.each([
  ['in the clear', onKafka()],
  ['over TLS with a password', onKafkaSasl()],
])('a Kafka behind a proxy, %s', (_, openGround) => {
  test('a client that is given one address never goes to another', async () => {
    const ground = await openGround();
    const [address = ''] = ground.connect('any', 0);
    const way = await ground.behind!(address);
    const proxy: FaultProxy = await openProxy({ carrier: 'tcp', target: way });
    way.says(proxy);
    const through = new URL(address);
    through.port = String(proxy.port);
    const { brokers, prefix, credentials } = kafkaPlace(through.href);
    const client = kafkaClient({ brokers, credentials, clientId: 'test', log: () => undefined });
    try {
      const topic = `${prefix}.one`;
      await ensureTopics(client, [{ name: topic, partitions: 1, retentionMs: -1 }]);
      const producer = await openProducer(client, { deadlineMs: 3000 });
      await producer.send({ topic, key: 'k', value: Buffer.from('v'.repeat(200_000)) });
      const { upstream } = proxy.counters();
      expect(upstream).toBeGreaterThan(200_000);
      const seen: number[] = [];
      for await (const { value } of readLog(client, { topic, from: 'beginning' })) seen.push(value!.length);
      expect(seen).toEqual([200_000]);
      expect(proxy.counters().downstream).toBeGreaterThan(200_000);
      // With the way cut off nothing goes: there is no other.
      await proxy.setEnabled(false);
      await expect(producer.send({ topic, key: 'k', value: Buffer.from('x') })).rejects.toBeDefined();
      await producer.close();
    } finally {
      await proxy.close();
      await ground.close();
    }
    // The way is closed with its ground.
    await expect(
      new Promise((resolve, reject) => connect(way.port).on('connect', resolve).on('error', reject)),
    ).rejects.toBeDefined();
  });
});
