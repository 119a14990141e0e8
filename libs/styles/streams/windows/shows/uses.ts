import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onKafka } from '@parley/brokers';
import {
  ensureTopics,
  kafkaClient,
  type KafkaClient,
  kafkaPlace,
  type LogRecord,
  openConsumer,
  openProducer,
  openTransform,
  readLog,
} from '@parley/middleware/kafka';
import type { Finding, Show } from '@parley/roles';
import { partHere, startPart, table, until } from '@parley/staging';
import { happenings, orderLines, orderOf } from '../happenings';
import { openImport } from '../import';
import { jobs, readBack, sayingOf, written } from '../jobs';
import { openReading } from '../reading';
import { openSink } from '../sink';
import { partitions, retentionMs } from '../style';

const orders = 400;

const place = (address: string) => {
  const { brokers, prefix } = kafkaPlace(address);
  return {
    client: kafkaClient({ brokers, clientId: 'show', log: () => undefined }),
    topicOf: (name: string) => `${prefix}.${name}`,
  };
};

/** The import or the export as a process; it kills itself the third time that it has `written` but not made sure. */
const connector = async ([what, address = '', file = '', dies]: string[]) => {
  const { client, topicOf } = place(address);
  const topic = topicOf('orders');
  let times = 0;
  const onStep = (step: string) => {
    times += step === 'written' ? 1 : 0;
    if (dies === 'dies' && times === 3) process.kill(process.pid, 'SIGKILL');
  };
  const recordOf = (line: string) => {
    const order = orderOf(line);
    return { topic, key: order.key, value: written(order) };
  };
  const position = { groupId: topicOf('import'), topic, partition: 0 };
  const schema = 'create table if not exists orders (id text, country text, pounds real)';
  if (what === 'import') await openImport(client, { file, position, recordOf, maxBatch: 50, onStep });
  else
    await openSink(client, {
      file,
      groupId: topicOf('export'),
      topics: [topic],
      schema,
      write: (database, { key, value }) => {
        const { id, amount } = readBack(key, value);
        database.prepare('insert into orders values (?, ?, ?)').run(id, key, amount);
      },
      onStep,
    });
  console.log('ready');
  await new Promise(() => undefined);
};

/** A job, as its records come; `said` is all that its windows have told. */
const openJob = (name: string) => {
  const reading = openReading(jobs[name]!.plan);
  const said: string[] = [];
  let taken = 0;
  const tell = (panes: Parameters<typeof sayingOf>[1][]) =>
    void said.push(...panes.flatMap((pane) => sayingOf(name, pane) ?? []));
  return {
    said,
    taken: () => taken,
    late: reading.late,
    take: (record: LogRecord) => {
      taken += 1;
      tell(reading.take(record, readBack(record.key, record.value)));
    },
    end: () => tell(reading.end()),
  };
};

const again = async (client: KafkaClient, topic: string, name: string) => {
  const job = openJob(name);
  for await (const record of readLog(client, { topic, from: 'beginning' })) job.take(record);
  job.end();
  return job;
};

const same = (a: string[], b: string[]) => [...a].sort().join('\n') === [...b].sort().join('\n');

/** Every use of the deck as a small job over a stream, live and again from the start of the log. */
export const show: Show = {
  title: 'What event streams are used for: a job for each, live and afterwards',
  rows: ['S41'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const part = partHere();
    if (part) {
      await connector(part.told);
      return [];
    }
    const ground = await onKafka()();
    const folder = mkdtempSync(join(out, 'uses-'));
    const [address = ''] = ground.connect('show', 0);
    const { client, topicOf } = place(address);
    const closing: { close(): Promise<void> }[] = [];
    const living: { kill(signal: NodeJS.Signals): void }[] = [];
    try {
      const names = Object.keys(jobs);
      await ensureTopics(
        client,
        [...names, 'shipping'].map((name) => ({ name: topicOf(name), partitions, retentionMs })),
      );
      const file = join(folder, 'orders.jsonl');
      writeFileSync(
        file,
        orderLines(orders)
          .map((line) => `${line}\n`)
          .join(''),
      );
      const connect = async (what: string, path: string) => {
        const { signal } = await startPart('windows', 'uses', 'connector', what, address, path, 'dies').exited;
        living.push(startPart('windows', 'uses', 'connector', what, address, path, 'lives'));
        return signal;
      };

      const live = new Map(names.map((name) => [name, openJob(name)]));
      for (const [name, job] of live) {
        const eachBatch = async (records: LogRecord[]) => records.forEach(job.take);
        const options = { groupId: topicOf(`job.${name}`), fromBeginning: true, commits: 'never' as const };
        closing.push(await openConsumer(client, { ...options, topics: [topicOf(name)], eachBatch }));
      }
      const transform = async (records: LogRecord[]) =>
        records.map(({ key, value }) => ({
          topic: topicOf('shipping'),
          key,
          value: Buffer.from(readBack(key, value).id),
        }));
      closing.push(
        await openTransform(client, { groupId: topicOf('platform'), topics: [topicOf('orders')], transform }),
      );

      const database = join(folder, 'orders.sqlite');
      const imported = connect('import', file);
      const exported = connect('export', database);
      const producer = await openProducer(client);
      const [early, count] = [new Map<string, number>(), new Map<string, number>([['orders', orders]])];
      await Promise.all(
        Object.entries(happenings).map(async ([name, events]) => {
          const send = (some: typeof events) =>
            Promise.all(some.map((one) => producer.send({ topic: topicOf(name), key: one.key, value: written(one) })));
          await send(events.slice(0, events.length - 20));
          await until(() => live.get(name)!.taken() === events.length - 20, 20_000);
          early.set(name, live.get(name)!.said.length);
          await send(events.slice(-20));
          count.set(name, events.length);
        }),
      );
      await producer.close();
      const kills = await Promise.all([imported, exported]);
      await until(() => names.every((name) => live.get(name)!.taken() >= count.get(name)!), 25_000);
      early.set('orders', live.get('orders')!.said.length);

      const { DatabaseSync } = await import('@photostructure/sqlite');
      const stored = new DatabaseSync(database, { readOnly: true });
      const rows = () =>
        stored.prepare('select count(*) as n, count(distinct id) as d from orders').get() as { n: number; d: number };
      await until(() => rows().n >= orders, 25_000);
      const { n, d } = rows();
      stored.close();
      const shipped: string[] = [];
      const ship = async () => {
        shipped.length = 0;
        for await (const { value } of readLog(client, { topic: topicOf('shipping'), from: 'beginning' }))
          shipped.push(`${value}`);
        return shipped.length >= orders;
      };
      await until(ship, 20_000);

      const replays = new Map<string, Awaited<ReturnType<typeof again>>>();
      for (const name of names) {
        live.get(name)!.end();
        replays.set(name, await again(client, topicOf(name), name));
      }
      const lines = names.map((name) => [
        jobs[name]!.use,
        live.get(name)!.taken(),
        live.get(name)!.said.length,
        replays.get(name)!.said.length,
        live.get(name)!.late(),
      ]);
      for (const line of table(['use', 'events', 'said live', 'said again', 'too late'], lines)) say(line);
      say('');
      for (const name of names) say(`${name}: ${live.get(name)!.said[0]}`);
      return [
        ...names.map((name) => ({
          says: `${jobs[name]!.use}: it speaks while events come, and says the same when the log is read again`,
          measured: `${early.get(name)} said before the end, ${live.get(name)!.said.length} in all, ${replays.get(name)!.said.length} again`,
          holds: early.get(name)! > 0 && same(live.get(name)!.said, replays.get(name)!.said),
        })),
        {
          says: 'data of other divisions: a file comes in and goes out to a database, both killed on the way, each order once',
          measured: `${kills.join(', ')}: ${live.get('orders')!.taken()} in the stream, ${n} rows, ${d} different, of ${orders}`,
          holds:
            kills.every((by) => by === 'SIGKILL') &&
            live.get('orders')!.taken() === orders &&
            n === orders &&
            d === orders,
        },
        {
          says: 'base of a platform: each order event is one command to the next service',
          measured: `${shipped.length} commands, ${new Set(shipped).size} different`,
          holds: shipped.length === orders && new Set(shipped).size === orders,
        },
        {
          says: 'what happened too long ago is counted as late, not lost without a word',
          measured: `${names.map((name) => `${name} ${live.get(name)!.late()}`).join(', ')}`,
          holds:
            names.every((name) => live.get(name)!.late() === replays.get(name)!.late()) &&
            live.get('payments')!.late() > 0,
        },
      ];
    } finally {
      for (const one of living) one.kill('SIGKILL');
      await Promise.all(closing.map((one) => one.close()));
      await ground.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
