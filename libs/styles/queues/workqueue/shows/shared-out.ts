import { randomUUID } from 'node:crypto';
import { connectRabbit, type Rabbit } from '@parley/middleware/rabbitmq';
import type { Finding, Show, Stage } from '@parley/roles';
import { pause, table, until } from '@parley/staging';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { setUp } from '../setup';
import { queue, topology } from '../topology';

const tasks = 60;
const fastMs = 10;
const slowMs = 20 * fastMs;
const delays = { fast: fastMs, 'fast too': fastMs, slow: slowMs };
type Name = keyof typeof delays;

type Stand = Awaited<ReturnType<typeof openCastAtBroker>>;

const put = async (rabbit: Rabbit, count: number): Promise<void> => {
  const publisher = rabbit.publisher();
  const one = (n: number) =>
    publisher.publish({
      exchange: '',
      routingKey: queue,
      messageId: randomUUID(),
      type: 'task',
      contentType: 'text/plain',
      body: Buffer.from(`task ${n}`),
    });
  await Promise.all(Array.from({ length: count }, (_, n) => one(n)));
};

/** Three workers, one of them slow, with so many tasks in hand and at hand; the tasks are there before them. */
async function share({ url, rabbit }: Stand, prefetch: number) {
  const done: Record<Name, number> = { fast: 0, 'fast too': 0, slow: 0 };
  const workers: Rabbit[] = [];
  const began = performance.now();
  // The slow one comes first: it takes what it is given.
  for (const name of ['slow', 'fast', 'fast too'] as const) {
    const worker = await connectRabbit({ url, name, topology });
    workers.push(worker);
    const work = async () => {
      await pause(delays[name]);
      done[name] += 1;
    };
    await worker.consume({ queue, prefetch, oneAtATime: true, timeoutMs: 0 }, work).ready;
  }
  await put(rabbit, tasks);
  await until(() => Object.values(done).reduce((sum, each) => sum + each, 0) === tasks, 20_000);
  const took = performance.now() - began;
  for (const worker of workers) await worker.close();
  return { done, took };
}

/** Workers as processes; one is killed with a task in hand. */
async function killed({ start, cast }: Stand): Promise<Finding> {
  const [one, two] = [await start('workqueue', 'worker', 'worker-1'), await start('workqueue', 'worker', 'worker-2')];
  const source = await start('workqueue', 'source', 'source');
  await one.tell({ do: 'behave', how: { is: 'hold' } });
  const sent = await source.send({ count: 10 });
  await cast.until(() => cast.got(one, sent).length > 0);
  const inHand = cast.got(one, sent);
  await one.kill();
  await cast.until(() => cast.got(two, sent).length === sent.length);
  const got = cast.got(two, sent);
  return {
    says: 'a worker that is killed has its task done by another',
    measured: `${inHand.join(', ')} in hand when it was killed; ${got.length} of ${sent.length} done by the other`,
    holds: inHand.length > 0 && inHand.every((id) => got.includes(id)) && new Set(got).size === sent.length,
  };
}

const demonstrate = async (stage: Stage): Promise<Finding[]> => {
  const stand = await openCastAtBroker(stage, setUp);
  try {
    stage.say(`${tasks} tasks, three workers; one takes ${slowMs} ms for each, the others ${fastMs} ms.\n`);
    const fair = await share(stand, 2);
    const greedy = await share(stand, tasks);
    const row = (name: string, { done, took }: Awaited<ReturnType<typeof share>>) => [
      name,
      `${done.fast}`,
      `${done['fast too']}`,
      `${done.slow}`,
      `${(took / 1000).toFixed(1)} s`,
    ];
    const head = ['handed out at a time', 'fast', 'fast too', 'slow', 'until all were done'];
    for (const line of table(head, [row('2', fair), row(`${tasks}`, greedy)])) stage.say(line);
    const shares = ({ done }: typeof fair) => `${done.fast}, ${done['fast too']}, slow ${done.slow}`;
    return [
      {
        says: 'with few handed out at a time whoever is done first gets the next: the slow one does few',
        measured: shares(fair),
        holds: fair.done.slow > 0 && fair.done.slow < tasks / 6,
      },
      {
        says: 'with all handed out at once the broker deals them round, and all wait for the slow one',
        measured: `${shares(greedy)}; ${(greedy.took / 1000).toFixed(1)} s against ${(fair.took / 1000).toFixed(1)} s`,
        holds: greedy.done.slow >= tasks / 3 - 1 && greedy.took > fair.took,
      },
      await killed(stand),
    ];
  } finally {
    await stand.close();
  }
};

export const show: Show = {
  title: 'Tasks shared out to many processes',
  rows: ['S27'],
  run: demonstrate,
};
