import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { ensureTopics, kafkaClient, openConsumer, openProducer } from './index';
import { freshGroup, freshTopic, openKafkaProxy, removeTopics, testClient } from './testing';
import { spoken } from './versions';

jest.setTimeout(60_000);
afterAll(removeTopics);

test('what is said to be spoken is what the library speaks', () => {
  const { requests } = jest.requireActual<{ requests: Record<string, { versions: string[] }> }>(
    'kafkajs/src/protocol/requests',
  );
  for (const { name, last } of spoken) expect([name, Number(requests[name]?.versions.at(-1))]).toEqual([name, last]);
});

describe('a broker that reads later versions only', () => {
  let server: Server;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    // It answers every request as if it were ApiVersions, by Kafka's protocol guide: Produce (0) from 9 to 12.
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (request: Buffer) => {
        const answer = Buffer.from([0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9, 0, 12]);
        request.copy(answer, 4, 8, 12);
        socket.write(answer);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });

  test('is named as that, at once, to whoever opens something', async () => {
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = kafkaClient({ brokers: [address], clientId: 'test', log: () => undefined });
    const told = { kind: 'fatal', reason: 'version', message: expect.stringContaining('Produce from version 9') };
    await expect(openProducer(client, { deadlineMs: 5000 })).rejects.toMatchObject(told);
    await expect(ensureTopics(client, [{ name: 'x', partitions: 1, retentionMs: -1 }])).rejects.toMatchObject(told);
    const eachBatch = async () => undefined;
    await expect(openConsumer(client, { groupId: 'g', topics: ['x'], eachBatch })).rejects.toMatchObject(told);
  });
});

test('a consumer whose broker goes silent after it was asked for its topics is given up in time', async () => {
  const topic = await freshTopic();
  const proxy = await openKafkaProxy();
  const through = testClient([`127.0.0.1:${proxy.port}`]);
  const { open } = through;
  // The first connection asks for the topics; the second is the consumer's own.
  let opened = 0;
  through.open = () => {
    if ((opened += 1) > 1) proxy.blackHole(true);
    return open();
  };
  const eachBatch = async () => undefined;
  const began = performance.now();
  const opening = openConsumer(through, { groupId: freshGroup(), topics: [topic], eachBatch, connectMs: 1500 });
  await expect(opening).rejects.toMatchObject({ kind: 'retryable' });
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(opened).toBe(2);
  await proxy.close();
});
