import { endOffsets, ensureTopics, kafkaClient, kafkaPlace, openProducer, readLog } from '@parley/middleware/kafka';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { onKafka, onKafkaSasl, openKafkaCluster } from './index';

jest.setTimeout(120_000);

const log = () => undefined;
const clientAt = (address: string) => kafkaClient({ brokers: kafkaPlace(address).brokers, clientId: 'test', log });

describe('a place on Kafka', () => {
  it('is a prefix of its own, and what it names is gone when it is closed', async () => {
    const ground = await onKafka()();
    const [address = ''] = ground.connect('producer', 0);
    const { prefix } = kafkaPlace(address);
    const client = clientAt(address);
    await ensureTopics(client, [{ name: `${prefix}.stock`, partitions: 1, retentionMs: -1 }]);
    await ground.close();
    await expect(endOffsets(client, `${prefix}.stock`)).rejects.toMatchObject({ reason: 'no-topic' });
  });

  it('on a mortal broker: what was acknowledged outlives SIGKILL', async () => {
    const ground = await onKafka()({ mortal: true });
    try {
      const [address = ''] = ground.connect('producer', 0);
      const topic = `${kafkaPlace(address).prefix}.stock`;
      const client = clientAt(address);
      await ensureTopics(client, [{ name: topic, partitions: 1, retentionMs: -1 }]);
      const producer = await openProducer(client);
      await Promise.all(['a', 'b', 'c'].map((key) => producer.send({ topic, key, value: Buffer.from(key) })));
      await ground.broker!.restart('SIGKILL');
      expect(await endOffsets(client, topic)).toEqual([{ partition: 0, offset: '3' }]);
      await producer.close();
    } finally {
      await ground.close();
    }
  });

  it('behind SASL: over TLS, with the certificate that its address names', async () => {
    const ground = await onKafkaSasl()();
    const { brokers, prefix, credentials } = kafkaPlace(ground.connect('producer', 0)[0]!);
    expect(credentials!.username).toBe('$ConnectionString');
    expect(credentials!.password).toMatch(/^Endpoint=sb:/);
    expect(prefix).toMatch(/^style-/);
    const [host, port] = brokers[0]!.split(':');
    const socket = connect({ host, port: Number(port), ca: credentials!.ca });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
    await ground.close();
  });

  it('on three: what was acknowledged is there when any one of them is killed, and when it is back', async () => {
    const cluster = await openKafkaCluster();
    try {
      const [address = ''] = cluster.connect('producer', 0);
      const topic = `${kafkaPlace(address).prefix}.stock`;
      const client = clientAt(address);
      await ensureTopics(client, [{ name: topic, partitions: 3, retentionMs: -1 }]);
      const producer = await openProducer(client);
      // Who sends while the leader changes may be told that nobody knows whether it is stored.
      const send = async (key: string): Promise<unknown> =>
        producer.send({ topic, key, value: Buffer.from(key) }).catch(() => send(key));
      await Promise.all(['a', 'b', 'c', 'd'].map(send));
      cluster.nodes[1]!.kill();
      await Promise.all(['e', 'f', 'g', 'h'].map(send));
      await cluster.nodes[1]!.start();
      const keys = new Set<string>();
      for await (const { key } of readLog(client, { topic, from: 'beginning' })) keys.add(String(key));
      expect([...keys].sort().join('')).toBe('abcdefgh');
      await producer.close();
    } finally {
      await cluster.close();
    }
  });
});
