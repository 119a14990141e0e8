import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onKafkaSasl } from '@parley/brokers';
import { killChildren } from '@parley/faults/testing';
import { kafkaPlace } from '@parley/middleware/kafka';
import type { Ground, Message } from '@parley/roles';
import { startJava } from '@parley/styles/streams/stream/java';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { setUp } from './setup';
import { hubOf } from './style';

jest.setTimeout(90_000);

let ground: Ground;
let connect: string[];
let hub: string;
let brokers: string;
let folder: string;
let login: (password?: string) => string[];
beforeAll(async () => {
  ground = await onKafkaSasl()();
  connect = ground.connect!('any', 0);
  await setUp({ connect, receivers: [] });
  const place = kafkaPlace(connect[0]);
  [brokers, hub] = [place.brokers.join(), hubOf(place.prefix)];
  folder = mkdtempSync(join(tmpdir(), 'parley-eventhubs-'));
  const { username, password } = place.credentials!;
  const ca = new URL(connect[0]!).searchParams.get('ca')!;
  // As Event Hubs' guide for Kafka's clients has it, and the authority to trust.
  login = (shown = password) => {
    const file = join(folder, `${shown.length}.properties`);
    const module = 'org.apache.kafka.common.security.plain.PlainLoginModule';
    writeFileSync(
      file,
      `security.protocol=SASL_SSL
sasl.mechanism=PLAIN
sasl.jaas.config=${module} required username="${username}" password="${shown}";
ssl.truststore.type=PEM
ssl.truststore.location=${ca}
`,
    );
    return [`client.properties=${file}`];
  };
});
afterEach(killChildren);
afterAll(async () => {
  await ground.close();
  rmSync(folder, { recursive: true });
});

const place = () => ({ bind: [], connect, name: 'ours', deadlineMs: 10_000, credentials: 'right' as const });

test('a Java client of Kafka logs in by the connection string and sends: our consumer understands it', async () => {
  const got: Message[] = [];
  let enough: () => void;
  const all = new Promise<void>((resolve) => (enough = resolve));
  const refused: Error[] = [];
  const receiver = await openReceiver(place(), {
    notify: async (message) => {
      if (got.push(message) === 3) enough();
    },
    reserve: async (one) => one,
    refused: (error) => void refused.push(error),
  });
  const peer = await startJava('Peer', ['send', brokers, hub, 'k', 3], login());
  expect(await peer.exited).toMatchObject({ code: 0 });
  await all;
  await receiver.close();
  expect(refused).toEqual([]);
  expect(got.map(({ id, sender, key, body }) => [id, sender, key, `${body}`])).toEqual(
    [1, 2, 3].map((n) => [`java-${n}`, 'java', 'k', `event ${n}`]),
  );
});

test('our producer sends, and a Java client of Kafka reads it', async () => {
  const sender = await openSender(place());
  await sender.notify!({
    id: 'ours-1',
    sender: 'ours',
    seq: 1,
    type: 'notice',
    key: 'clé',
    contentType: 'text/plain',
    headers: {},
    body: Buffer.from('żółty'),
  });
  await sender.close();
  const peer = await startJava('Peer', ['read', brokers, hub, 1000], login());
  const line = await peer.line(/^read .*ours-1/);
  expect(line).toMatch(/^read \d\|clé\|ours-1\|notice\|żółty$/);
});

test('a Java client with another key is not let in', async () => {
  const peer = await startJava('Peer', ['send', brokers, hub, 'k', 1], login('Endpoint=sb://127.0.0.1/;wrong'));
  expect((await peer.exited).code).not.toBe(0);
  expect(peer.output().stderr).toContain('SaslAuthenticationException');
});
