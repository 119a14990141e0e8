import { randomBytes } from 'node:crypto';
import { killChildren, until } from '@parley/faults/testing';
import { type KafkaClient, kafkaClient, openProducer, rangeOf } from '@parley/middleware/kafka';
import { type ReplicaProcess, freshFolder, startReplicaProcess } from './testing/replicas';

jest.setTimeout(90_000);

const every = 40;
const folder = freshFolder();
const brokers = (process.env.PARLEY_TEST_KAFKA_BROKERS ?? '').split(',');
const prefix = `ledger-${randomBytes(6).toString('hex')}`;
const place = { brokers, prefix, dir: folder.dir, env: { PARLEY_SNAPSHOT_EVERY: String(every) } };
const topic = `${prefix}.ledger`;

let client: KafkaClient;
let one: ReplicaProcess;
let two: ReplicaProcess;
let three: ReplicaProcess;
const open: ReplicaProcess[] = [];

async function start(name: string, env: Record<string, string> = {}): Promise<ReplicaProcess> {
  const replica = await startReplicaProcess(name, { ...place, env: { ...place.env, ...env } });
  open.push(replica);
  return replica;
}

beforeAll(async () => {
  client = kafkaClient({ brokers, clientId: 'ledger-test', log: () => undefined });
  [one, two, three] = await Promise.all([start('one'), start('two'), start('three')]);
});
afterAll(async () => {
  for (const { close } of open) close();
  killChildren();
  folder.remove();
  const { kafka, kill } = client.open();
  const admin = kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [topic, `${topic}.snapshots`] });
  await admin.disconnect();
  kill();
});

const put = (at: ReplicaProcess, operationId: string, name: string, value: string) =>
  at.ledger.Write({ operationId, put: { name, value } });
const debit = (at: ReplicaProcess, operationId: string, customer: string, amount: number) =>
  at.ledger.Write({ operationId, debit: { customer, amount: String(amount) } });
const status = async (at: ReplicaProcess) => {
  const { version, hash, ...rest } = await at.ledger.Status({});
  return { ...rest, version: Number(version), hash };
};
/** That many operations, several at a time. */
const fill = async (at: ReplicaProcess[], tag: string, count: number): Promise<void> => {
  await Promise.all(Array.from({ length: count }, (_, n) => debit(at[n % at.length]!, `${tag}-${n}`, `c${n % 5}`, 1)));
};
const hashesBy = async (at: ReplicaProcess, upTo: number): Promise<string[]> => {
  const stop = new AbortController();
  const hashes: string[] = [];
  for await (const { hash } of at.ledger.Watch({ after: '0' }, { signal: stop.signal })) {
    hashes.push(hash);
    if (hashes.length === upTo) break;
  }
  stop.abort();
  return hashes;
};

test('the deck’s walk: versions 1 and 2, ACK from whoever was asked, read from whom one likes', async () => {
  expect((await status(one)).version).toBe(0);
  expect(await put(one, 'x3', 'X', '3')).toMatchObject({ version: '1', outcome: 'done', replica: 'one' });
  // Executed by the replica that was asked before its answer: no version has to be given to read it there.
  expect(await one.ledger.Read({ name: 'X' })).toMatchObject({ value: '3', version: '1' });
  expect(await put(two, 'x5', 'X', '5')).toMatchObject({ version: '2', replica: 'two' });
  expect(await three.ledger.Read({ name: 'X', atLeast: '2' })).toMatchObject({ value: '5', version: '2', found: true });
});

test('over the limit is declined everywhere; an operation again, through another replica, is answered as at first', async () => {
  await one.ledger.Write({ operationId: 'limit', setLimit: { customer: 'ann', limit: '100' } });
  const first = await debit(two, 'pay-1', 'ann', 70);
  expect(first).toMatchObject({ outcome: 'done', balance: '70' });
  expect(await debit(three, 'pay-2', 'ann', 31)).toMatchObject({
    outcome: 'declined',
    reason: 'over-limit',
    balance: '70',
  });
  const again = await debit(three, 'pay-1', 'ann', 70);
  expect(again).toEqual({ ...first, replica: 'three' });
  expect(await debit(one, 'pay-1', 'ann', 71)).toMatchObject({ outcome: 'declined', reason: 'operation-differs' });
  const back = await one.ledger.Write({ operationId: 'back-1', refund: { customer: 'ann', amount: '70' } });
  expect(await two.ledger.Read({ customer: 'ann', atLeast: back.version })).toMatchObject({
    balance: '0',
    limit: '100',
  });
});

test('a version that does not come in time is told with where the replica is; wrong requests name their fields', async () => {
  const { version } = await status(one);
  await expect(one.ledger.Read({ name: 'X', atLeast: String(version + 10), waitMs: 50 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    kind: 'retryable',
    reason: 'behind',
    metadata: { version: String(version), atLeast: String(version + 10), replica: 'one' },
  });
  await expect(one.ledger.Write({ operationId: '', put: { name: '.snapshots', value: '' } })).rejects.toMatchObject({
    fieldViolations: [{ field: 'operationId' }, { field: 'put.name' }],
  });
  await expect(one.ledger.Write({ operationId: 'x' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(one.ledger.Read({})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

test('what is no operation takes its version at every replica, and stops none', async () => {
  const producer = await openProducer(client);
  await producer.send({ topic, key: 'bad', value: Buffer.from('{') });
  await producer.close();
  const { version } = await put(one, 'after-bad', 'Y', '1');
  const found = await Promise.all([one, two, three].map(({ ledger }) => ledger.Read({ name: 'Y', atLeast: version })));
  expect(found.map(({ value }) => value)).toEqual(['1', '1', '1']);
});

test('a replica that stood still is behind, and a read that carries a version waits until it is not', async () => {
  three.child.kill('SIGSTOP');
  const { version } = await put(one, 'x7', 'X', '7');
  const waiting = three.ledger.Read({ name: 'X', atLeast: version }, { deadlineMs: 20_000 });
  const seen = await Promise.race([waiting, one.ledger.Read({ name: 'X', atLeast: version })]);
  expect(seen.replica).toBe('one');
  three.child.kill('SIGCONT');
  expect(await waiting).toMatchObject({ value: '7', replica: 'three' });
});

test.each(['ledger.operation.logged', 'ledger.batch.committed'])(
  'killed at %s: the client knows nothing, tries again elsewhere, and it has one effect',
  async (crashAt) => {
    const name = `dying-${crashAt.slice(7, 12)}`;
    const dying = await start(name, { PARLEY_CRASH_AT: crashAt });
    await expect(debit(dying, crashAt, 'bob', 10)).rejects.toMatchObject({ kind: 'unknown' });
    expect((await dying.child.exited).signal).toBe('SIGKILL');
    const { version } = await debit(one, crashAt, 'bob', 10);
    const { balance } = await one.ledger.Read({ customer: 'bob' });
    expect(Number(balance) % 10).toBe(0);
    const again = await start(name);
    expect(await again.ledger.Read({ customer: 'bob', atLeast: version })).toMatchObject({ balance });
    expect(balance).toBe(crashAt === 'ledger.operation.logged' ? '10' : '20');
    again.child.kill('SIGTERM');
    expect((await again.child.exited).code).toBe(0);
  },
);

test('snapshots: the log is cut below the older one, who is new starts from the newer one, all at one hash', async () => {
  await fill([one, two, three], 'fill', 4 * every);
  await until('a log that is cut', async () => {
    const [kept] = await rangeOf(client, topic, 'beginning');
    return Number(kept!.start) >= every;
  });
  const [kept] = await rangeOf(client, topic, 'beginning');
  expect(Number(kept!.start) % every).toBe(0);
  const { version } = await put(one, 'last', 'X', '9');
  const fresh = await start('fresh');
  expect(await fresh.ledger.Read({ name: 'X', atLeast: version })).toMatchObject({ value: '9' });
  const all = await Promise.all([one, two, three, fresh].map((each) => status(each)));
  const most = Math.max(...all.map((each) => each.version));
  const hashes = await Promise.all([one, two, three, fresh].map((each) => hashesBy(each, most)));
  expect(new Set(hashes.map((each) => each.join(' '))).size).toBe(1);
  expect(all.every(({ snapshot }) => Number(snapshot) >= every)).toBe(true);
  // What it was told before it came is known to it too: repeated, it has no second effect.
  const { version: now } = await status(fresh);
  expect(Number((await debit(fresh, 'pay-1', 'ann', 70)).version)).toBeLessThan(now);
});

test('stopped or frozen while the log goes on and is cut: it recovers from a snapshot, at the same hashes', async () => {
  three.child.kill('SIGSTOP');
  const before = await status(two);
  two.child.kill('SIGTERM');
  expect((await two.child.exited).code).toBe(0);
  await fill([one], 'meanwhile', 3 * every);
  const { version } = await put(one, 'then', 'X', '11');
  await until('a log cut beyond where it stopped', async () => {
    const [kept] = await rangeOf(client, topic, 'beginning');
    return Number(kept!.start) > before.version;
  });
  three.child.kill('SIGCONT');
  two = await start('two');
  expect(await three.ledger.Read({ name: 'X', atLeast: version }, { deadlineMs: 30_000 })).toMatchObject({
    value: '11',
  });
  expect(await two.ledger.Read({ name: 'X', atLeast: version })).toMatchObject({ value: '11' });
  const most = Number(version);
  const hashes = await hashesBy(one, most);
  expect(await hashesBy(two, most)).toEqual(hashes);
  expect(await hashesBy(three, most)).toEqual(hashes);
});
