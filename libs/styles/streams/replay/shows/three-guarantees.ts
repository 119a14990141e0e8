import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onKafka } from '@parley/brokers';
import {
  ensureTopics,
  kafkaClient,
  kafkaPlace,
  type LogRecord,
  moveGroup,
  openConsumer,
  openProducer,
  readLog,
  retentionOf,
} from '@parley/middleware/kafka';
import type { Finding, Show } from '@parley/roles';
import { partHere, startPart, table, until } from '@parley/staging';
import { expiry } from '../expiry';
import { type Guarantee, guarantees } from '../guarantees';
import { partitions, retentionMs } from '../style';

const count = 100;
const names = Object.keys(guarantees) as Guarantee[];
const quietly = () => undefined;

const place = (address: string) => {
  const { brokers, prefix } = kafkaPlace(address);
  return { client: kafkaClient({ brokers, clientId: 'show', log: quietly }), prefix };
};

/** A worker as a process: killed in the moment that decides, the third time that it comes, unless it is to live. */
const worker = async ([name = '', address = '', topic = '', effects = '', results = '', dies = '']: string[]) => {
  const { client } = place(address);
  let times = 0;
  const moment = () => {
    times += 1;
    if (dies === 'dies' && times === 3) process.kill(process.pid, 'SIGKILL');
  };
  await guarantees[name as Guarantee]({ client, groupId: `${topic}.workers`, topic, effects, results, moment });
  await new Promise(() => undefined);
};

const tally = (keys: string[]) => {
  const times = new Map<string, number>();
  for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
  const twice = [...times.values()].filter((each) => each > 1).length;
  return { lost: count - times.size, twice };
};

/** The same work, the same SIGKILL, three ways to make sure of the position. */
export const show: Show = {
  title: 'At most once, at least once, exactly once: a consumer killed at the wrong moment',
  rows: ['S39'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const part = partHere();
    if (part) {
      await worker(part.told);
      return [];
    }
    const ground = await onKafka()();
    const folder = mkdtempSync(join(out, 'guarantees-'));
    const [address = ''] = ground.connect('show', 0);
    const { client, prefix } = place(address);
    const topic = (name: string) => `${prefix}.${name.replaceAll(' ', '-')}`;
    const living: { kill(signal: NodeJS.Signals): void }[] = [];
    const found = new Map<string, { lost: number; twice: number }>();
    try {
      const all = names.flatMap((name) => [topic(name), `${topic(name)}.results`]);
      await ensureTopics(
        client,
        [...all, topic('other'), topic('more')].map((name) => ({ name, partitions, retentionMs })),
      );
      const producer = await openProducer(client);
      const keys = Array.from({ length: count }, (_, index) => `order-${index + 1}`);
      const fill = (name: string) =>
        Promise.all(keys.map((key) => producer.send({ topic: topic(name), key, value: Buffer.from(key) })));
      await Promise.all([...names, 'other'].map(fill));
      say(`${count} orders in ${partitions} partitions, for each of the three ways a worker: it is killed in between,`);
      say('another one takes over when the broker has missed it for six seconds.\n');

      const results = async (name: Guarantee): Promise<string[]> => {
        const file = join(folder, name);
        if (name !== 'exactly once')
          return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
        const read: string[] = [];
        for await (const { key } of readLog(client, { topic: `${topic(name)}.results`, from: 'beginning' }))
          read.push(key);
        return read;
      };
      const play = async (name: Guarantee): Promise<void> => {
        const told = [name, address, topic(name), join(folder, name), `${topic(name)}.results`];
        const { signal } = await startPart('replay', 'three-guarantees', 'worker', ...told, 'dies').exited;
        if (signal !== 'SIGKILL') throw new Error(`${name}: the worker was not killed`);
        living.push(startPart('replay', 'three-guarantees', 'worker', ...told, 'lives'));
        let [before, since] = [-1, performance.now()];
        // It is over when all of them have an effect, or nothing has come for a while after something has.
        await until(async () => {
          const now = (await results(name)).length;
          if (now !== before) [before, since] = [now, performance.now()];
          return now > 30 && performance.now() - since > 3000;
        }, 25_000);
        found.set(name, tally(await results(name)));
      };
      const shared = `${prefix}.shared`;
      const two = [topic('other'), topic('more')];
      let extra = 0;
      const share = async (): Promise<[Set<string>, Set<string>]> => {
        const seen: [Set<string>, Set<string>] = [new Set(), new Set()];
        const member = (mine: Set<string>) =>
          openConsumer(client, {
            groupId: shared,
            topics: two,
            fromBeginning: true,
            eachBatch: async (records) => records.forEach((record) => mine.add(`${record.topic}/${record.partition}`)),
          });
        const members = await Promise.all(seen.map(member));
        // What each saw before the other came is not its share.
        for (let isShared = false; !isShared;) {
          for (const each of seen) each.clear();
          await until(async () => {
            const key = `more-${(extra += 1)}`;
            for (const name of two) await producer.send({ topic: name, key, value: Buffer.from(key) });
            return new Set([...seen[0], ...seen[1]]).size === 2 * partitions;
          });
          isShared = seen[0].size > 0 && seen[0].size + seen[1].size === 2 * partitions;
        }
        for (const one of members) await one.close();
        return seen;
      };
      const readAgain = async (): Promise<Set<string>> => {
        await moveGroup(client, shared, topic('other'), 'beginning');
        const again = new Set<string>();
        const eachBatch = async (records: LogRecord[]) => records.forEach(({ key }) => again.add(key));
        const reader = await openConsumer(client, { groupId: shared, topics: [topic('other')], eachBatch });
        await until(() => again.size >= count + extra);
        await reader.close();
        return again;
      };
      const [[seen, again], gone] = await Promise.all([
        share().then(async (shares) => [shares, await readAgain()] as const),
        expiry(client, topic('short')),
        ...names.map(play),
      ]);
      say(`Of a topic that keeps its records for a second: ${gone.said}.\n`);
      const rows = names.map((name) => [name, count, found.get(name)!.lost, found.get(name)!.twice]);
      for (const line of table(['guarantee', 'orders', 'lost', 'more than once'], rows)) say(line);
      const topicsOf = (share: Set<string>) => new Set([...share].map((each) => each.split('/')[0])).size;
      await producer.close();
      const kept = await retentionOf(client, topic('other'));
      const { 'at most once': most, 'at least once': least, 'exactly once': exactly } = Object.fromEntries(found);
      return [
        {
          says: 'at most once (committed, then processed): some are lost, none is done twice',
          measured: `${most!.lost} lost, ${most!.twice} twice`,
          holds: most!.lost > 0 && most!.twice === 0,
        },
        {
          says: 'at least once (processed, then committed): none is lost, some are done twice',
          measured: `${least!.lost} lost, ${least!.twice} twice`,
          holds: least!.lost === 0 && least!.twice > 0,
        },
        {
          says: 'exactly once (result and position in one transaction): none is lost, none is there twice',
          measured: `${exactly!.lost} lost, ${exactly!.twice} twice`,
          holds: exactly!.lost === 0 && exactly!.twice === 0,
        },
        {
          says: 'the members of a group share the partitions, and one subscriber can have several topics',
          measured: `${seen[0].size} + ${seen[1].size} partitions, of ${topicsOf(seen[0])} and ${topicsOf(seen[1])} topics`,
          holds: seen[1].size > 0 && topicsOf(seen[0]) === 2,
        },
        {
          says: 'sent back to the beginning, the group reads the same again',
          measured: `${again.size} of ${count + extra}`,
          holds: again.size === count + extra,
        },
        {
          says: 'how long records are kept is said by the topic',
          measured: `retention.ms=${kept}`,
          holds: kept === retentionMs,
        },
        {
          says: 'when its time is up a record is gone: the log begins later, and a group that had not read it is told',
          measured: gone.said,
          holds: gone.holds,
        },
      ];
    } finally {
      for (const one of living) one.kill('SIGKILL');
      await ground.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
