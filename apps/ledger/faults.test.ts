import { type KafkaCluster, openKafkaCluster } from '@parley/brokers';
import {
  type Call,
  type EvidenceRecord,
  accountModel,
  callsOf,
  judgeHashes,
  judgeReplicated,
  staleReads,
  type StateHash,
} from '@parley/evidence';
import { randomOf } from '@parley/faults';
import { killChildren, until } from '@parley/faults/testing';
import { type Cut, type KafkaClient, kafkaClient, kafkaPlace, openCut } from '@parley/middleware/kafka';
import { openLoad } from './testing/load';
import { type ReplicaProcess, freshFolder, startReplicaProcess } from './testing/replicas';

jest.setTimeout(300_000);

const limit = 150;
const names = ['one', 'two', 'three'];
const folder = freshFolder();
let cluster: KafkaCluster;
let brokers: string[];
let prefix: string;
let client: KafkaClient;
const cuts: Record<string, Cut> = {};
const replicas: Record<string, ReplicaProcess> = {};
const at = (name: string): ReplicaProcess => replicas[name]!;
const addresses = () => names.map((name) => at(name).address);

const start = async (name: string) => {
  const place = { brokers: cuts[name]!.brokers, prefix, dir: folder.dir, env: { PARLEY_SNAPSHOT_EVERY: '200' } };
  replicas[name] = await startReplicaProcess(name, place);
};

beforeAll(async () => {
  cluster = await openKafkaCluster();
  ({ brokers, prefix } = kafkaPlace(cluster.connect('ledger', 0)[0]));
  client = kafkaClient({ brokers, clientId: 'ledger-faults', log: () => undefined });
  for (const name of names) cuts[name] = await openCut(brokers);
  await Promise.all(names.map(start));
});
afterAll(async () => {
  for (const replica of Object.values(replicas)) replica.close();
  killChildren();
  await Promise.all(Object.values(cuts).map((cut) => cut.close()));
  await cluster?.close();
  folder.remove();
});

/** The settings that a lost broker must not lose an acknowledged operation by. */
test('where there are three brokers, two must have a record, and none that lacks one ever leads', async () => {
  const { kafka, kill } = client.open();
  const admin = kafka.admin();
  await admin.connect();
  const configNames = ['min.insync.replicas', 'unclean.leader.election.enable', 'cleanup.policy', 'retention.ms'];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: 2, name: `${prefix}.ledger`, configNames }],
  });
  await admin.disconnect();
  kill();
  expect(
    Object.fromEntries(resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue])),
  ).toEqual({
    'min.insync.replicas': '2',
    'unclean.leader.election.enable': 'false',
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
  });
});

/** The broker that leads the log's only partition. */
async function leader(): Promise<KafkaCluster['nodes'][number]> {
  const { kafka, kill } = client.open();
  const admin = kafka.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [`${prefix}.ledger`] });
  await admin.disconnect();
  kill();
  return cluster.nodes[topics[0]!.partitions[0]!.leader - 1]!;
}

type Fault = (during: () => Promise<void>, who: string) => Promise<void>;
const faults: Record<string, Fault> = {
  'a replica killed': async (during, who) => {
    at(who).child.kill('SIGKILL');
    await at(who).child.exited;
    at(who).close();
    await during();
    await start(who);
  },
  'a replica frozen': async (during, who) => {
    at(who).child.kill('SIGSTOP');
    await during();
    at(who).child.kill('SIGCONT');
  },
  'a replica cut off from the brokers': async (during, who) => {
    cuts[who]!.apart(true);
    await during();
    cuts[who]!.apart(false);
  },
  'the leading broker killed': async (during) => {
    const node = await leader();
    node.kill();
    await during();
    await node.start();
  },
};

async function hashesOf(name: string, upTo: number): Promise<StateHash[]> {
  const stop = new AbortController();
  const seen: StateHash[] = [];
  for await (const { version, hash } of at(name).ledger.Watch({ after: '0' }, { signal: stop.signal })) {
    seen.push({ version: Number(version), hash });
    if (seen.length === upTo) break;
  }
  stop.abort();
  return seen;
}

/** All replicas at one version, then: one state at every version, and every claim about the clients' history. */
async function judgeAll(records: EvidenceRecord[], power: number): Promise<void> {
  const version = await until('replicas at one version', async () => {
    const all = await Promise.all(names.map((name) => at(name).ledger.Status({}, { deadlineMs: 2000 })));
    return all.every((each) => each.version === all[0]!.version) && Number(all[0]!.version);
  });
  const hashes = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await hashesOf(name, version)] as const)),
  );
  expect(judgeHashes(hashes)).toMatchObject({ verdict: 'holds', power: 2 * version });
  const calls = callsOf(records);
  const verdicts = judgeReplicated(calls, () => accountModel(limit));
  expect(verdicts.map(({ name, verdict, witness }) => ({ name, verdict, witness }))).toEqual(
    verdicts.map(({ name }) => ({ name, verdict: 'holds', witness: [] })),
  );
  for (const { name, power: by } of verdicts) expect({ name, by }).toEqual({ name, by: expect.any(Number) });
  expect(Math.min(...verdicts.map(({ power: by }) => by))).toBeGreaterThan(power);
}

/** Load, and these faults one after the other in it, each until `enough` more writes are acknowledged. */
async function strike(seed: number, struck: string[], enough: number): Promise<EvidenceRecord[]> {
  const accounts = [1, 2, 3].map((n) => `a${seed}-${n}`);
  for (const customer of accounts)
    await until(`a limit for ${customer}`, () =>
      at('one').ledger.Write({ operationId: `limit/${customer}`, setLimit: { customer, limit: String(limit) } }),
    );
  const load = openLoad(seed, accounts, addresses);
  const random = randomOf(seed, 'victims');
  const more = (what: string) => {
    const wanted = load.acknowledged() + enough;
    return until(`${enough} more writes, ${what}`, () => load.acknowledged() >= wanted, 60_000).then(() => undefined);
  };
  try {
    await more('before');
    for (const name of struck) {
      await faults[name]!(() => more(name), names[Math.floor(random() * names.length)]!);
      await more(`after ${name}`);
    }
  } finally {
    await load.stop();
  }
  return load.records;
}

test('a replica that is cut off answers with what it had, unless it is asked for a version: then it says that it is behind', async () => {
  const calls: Call[] = [];
  const noted = async <Answer extends { version: string }>(kind: Call['kind'], call: () => Promise<Answer>) => {
    const invoked = process.hrtime.bigint();
    const answer = await call();
    const about = { id: `${calls.length}`, client: kind, key: 'X', kind, input: kind, output: answer, invoked };
    calls.push({ ...about, returned: process.hrtime.bigint(), version: Number(answer.version) });
    return answer;
  };
  const put = (operationId: string, value: string) =>
    noted('write', () => until(operationId, () => at('one').ledger.Write({ operationId, put: { name: 'X', value } })));
  const { version: first } = await put('stale-1', 'old');
  await at('three').ledger.Read({ name: 'X', atLeast: first });
  cuts.three!.apart(true);
  const { version } = await put('stale-2', 'new');
  const stale = await noted('read', () => at('three').ledger.Read({ name: 'X' }));
  expect(stale).toMatchObject({ value: 'old', version: first });
  expect(staleReads(calls)).toEqual([{ read: calls[2], missed: calls[1] }]);
  await expect(at('three').ledger.Read({ name: 'X', atLeast: version, waitMs: 200 })).rejects.toMatchObject({
    reason: 'behind',
    metadata: { replica: 'three', version: first },
  });
  const lost = at('three').ledger.Write(
    { operationId: 'stale-3', put: { name: 'Y', value: '1' } },
    { deadlineMs: 300 },
  );
  await expect(lost).rejects.toMatchObject({ kind: 'unknown' });
  cuts.three!.apart(false);
  expect(await at('three').ledger.Read({ name: 'X', atLeast: version }, { deadlineMs: 30_000 })).toMatchObject({
    value: 'new',
  });
});

test('replicas killed, frozen and cut off, the leading broker of three killed: what was acknowledged stands, in one order', async () => {
  const records = await strike(53, Object.keys(faults), 25);
  await judgeAll(records, 10);
});

const seeds = process.env.PARLEY_FULL ? [1, 2, 3, 4, 5, 6] : [];
for (const seed of seeds)
  test(`seed ${seed}: twelve faults by chance`, async () => {
    const random = randomOf(seed, 'faults');
    const kinds = Object.keys(faults);
    const struck = Array.from({ length: 12 }, () => kinds[Math.floor(random() * kinds.length)]!);
    await judgeAll(await strike(seed, struck, 60), 50);
  });
