import type { Experiment, Part, Trial } from '../trial';
import { operationsOf } from '../verdicts/whole';
import { judgeClose, judgeDrain, judgeRestarts } from '../verdicts/lifecycle';

const always = () => true;
const closeDeadlineMs = 1500;

/** Closed twice while calls are under way that nobody finishes; then called again. */
const closing: Experiment = (bench) =>
  bench.fresh({ deadlineMs: closeDeadlineMs }, async (session) => {
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    await receiver.tell({ do: 'behave', how: { is: 'hold' } });
    const sent = operationsOf(bench.style).map((op) => ({ op, ...session.send(sender, { op, count: 10 }) }));
    const closed = [sender.tell({ do: 'close' }), sender.tell({ do: 'close' })];
    const parts: Part[] = [];
    for (const { op, ids, answer } of sent) parts.push(session.part(op, ids, (await answer).outcomes));
    const errors = (await Promise.all(closed)).flatMap(({ error }) => error ?? []);
    for (const op of operationsOf(bench.style)) {
      const { ids, answer } = session.send(sender, { op, count: 1 });
      parts.push(session.part('after close', ids, (await answer).outcomes));
    }
    await receiver.tell({ do: 'behave', how: { is: 'prompt' } });
    const { late, code } = await sender.stop();
    const facts = {
      late,
      code: code ?? undefined,
      closing: errors.join('; ') || undefined,
      deadlineMs: closeDeadlineMs,
    };
    return parts.map((part) => ({ ...part, history: [...session.read()], facts: { ...part.facts, ...facts } }));
  });

/** The receiver is told to end while messages are in hand. */
const draining: Experiment = (bench) =>
  bench.fresh({}, async (session) => {
    const op = bench.style.carries.reserve ? 'reserve' : 'notify';
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    await receiver.tell({ do: 'behave', how: { is: 'slow', ms: 300 } });
    const { ids, answer } = session.send(sender, { op, count: 5 });
    const mine = new Set(ids);
    await session.until((history) => history.some(({ event, msg }) => event === 'delivered' && mine.has(msg.id)));
    const { late, code } = await receiver.stop();
    const { outcomes } = await answer;
    return [session.part(op, ids, outcomes, { late, code: code ?? undefined })];
  });

/** The receiver dies, and ends as it is told; each time it starts again where it was. */
const restarting: Experiment = (bench) =>
  bench.fresh({ deadlineMs: 1000 }, async (session) => {
    const [sender, first] = await session.pair();
    await session.reached(sender);
    await session.crash(first);
    const second = await session.again(first);
    const killed = await session.reaches(sender, { receiver: second, withinMs: 12_000 });
    await second.stop();
    const third = await session.again(second);
    const stopped = await session.reaches(sender, { receiver: third, withinMs: 12_000 });
    return [session.part('restarts', [], [], { killed, stopped, alive: sender.alive() })];
  });

export const lifecycle: Trial[] = [
  {
    name: 'close settles everything',
    decides: [],
    applies: always,
    experiments: [closing],
    verdict: judgeClose,
  },
  {
    name: 'receiver drains',
    decides: [],
    applies: always,
    experiments: [draining],
    verdict: judgeDrain,
  },
  {
    name: 'receiver restarts',
    decides: [],
    applies: always,
    experiments: [restarting],
    verdict: judgeRestarts,
  },
];
