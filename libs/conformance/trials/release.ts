import { silentLosses } from '@parley/evidence';
import type { Answer } from '@parley/roles';
import type { Experiment, Part, Trial } from '../trial';
import { operationsOf } from '../verdicts/whole';
import { judgeKilledAfterReturn, judgeRelease } from '../verdicts/release';
import { judgeDeadline, judgeFrozen } from '../verdicts/frozen';
import { lateReply } from './request-reply';

const always = () => true;

/** The receiving application takes messages and finishes none: which calls come back all the same? */
const held: Experiment = (bench) =>
  bench.fresh({}, async (session) => {
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    await receiver.tell({ do: 'behave', how: { is: 'hold' } });
    const { ids, answer } = session.send(sender, { count: 20 });
    await session.untilAll('delivered', ids.slice(0, 1), 3000);
    await session.untilAll('returned', ids, 700);
    await receiver.tell({ do: 'behave', how: { is: 'prompt' } });
    const { outcomes } = await answer;
    await session.untilAll('processed', ids, 2000);
    return [session.part('held', ids, outcomes)];
  });

const frozenDeadlineMs = 800;

/** The receiver's process stands still: who waits for it, how long, and what comes of it afterwards? */
const frozen: Experiment = (bench) =>
  bench.fresh({ deadlineMs: frozenDeadlineMs }, async (session) => {
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    receiver.freeze();
    const sent = operationsOf(bench.style).map((op) => ({ op, ...session.send(sender, { op, count: 3 }) }));
    const answers: Answer[] = [];
    for (const { answer } of sent) answers.push(await answer);
    receiver.thaw();
    const works = await session.reaches(sender, { receiver });
    await session.quiet();
    return sent.map(({ op, ids }, index) =>
      session.part(`frozen: ${op}`, ids, answers[index]!.outcomes, {
        works,
        alive: sender.alive(),
        deadlineMs: frozenDeadlineMs,
      }),
    );
  });

/** The sender is killed as soon as its calls have come back. For one that promises nothing: more than any buffer takes. */
const killed: Experiment = async (bench) => {
  const { style } = bench;
  const mayLose = style.release.is === 'none';
  const isTight = style.carrier === 'udp' || style.full.is === 'drop';
  const count = mayLose ? 200 : isTight ? 5 : 50;
  const size = Math.min(style.maxBytes ?? 65_536, mayLose ? 65_536 : isTight ? 100 : 16_384);
  const once = (isFrozen: boolean): Promise<Part> =>
    bench.fresh({}, async (session) => {
      const [sender, receiver] = await session.pair();
      await session.reached(sender);
      if (isFrozen) receiver.freeze();
      const { ids } = session.send(sender, { count, sizes: [size], then: 'kill' });
      await sender.exited;
      receiver.thaw();
      const works = await session.reaches(await session.again(sender), { receiver });
      await session.quiet();
      return session.part(isFrozen ? 'killed, receiver frozen' : 'killed', ids, [], { works });
    });
  const parts = [await once(false)];
  while (mayLose && parts.length < 3 && !parts.some(({ history }) => silentLosses(history).length > 0))
    parts.push(await once(false));
  if (style.release.is === 'accepted' || style.release.is === 'stored') parts.push(await once(true));
  return parts;
};

export const release: Trial[] = [
  {
    name: 'point of release',
    decides: ['release', 'uncoupled in synchronisation'],
    applies: always,
    experiments: [held, frozen, killed],
    verdict: judgeRelease,
  },
  {
    name: 'sender killed after return',
    decides: ['tells of loss'],
    applies: always,
    experiments: [killed],
    verdict: judgeKilledAfterReturn,
  },
  {
    name: 'receiver frozen',
    decides: ['uncoupled in synchronisation'],
    applies: always,
    experiments: [frozen],
    verdict: judgeFrozen,
  },
  {
    name: 'deadline',
    decides: [],
    applies: always,
    experiments: [frozen, lateReply],
    verdict: judgeDeadline,
  },
];
