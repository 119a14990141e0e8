import type { Session } from '../session';
import type { Experiment, Part, Trial } from '../trial';
import { DidNotStart } from '@parley/roles';
import { operationsOf } from '../verdicts/whole';
import { connecting, judgeCredentials, judgeFaultyApplication } from '../verdicts/failure';
import { sendAll } from './calm';

const faultyDeadlineMs = 1000;

/** The receiving application throws, rejects, refuses; at last it never comes back. */
const faultyApplication: Experiment = (bench) =>
  bench.fresh({ deadlineMs: faultyDeadlineMs }, async (session) => {
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    const parts: Part[] = [];
    for (const how of ['throws', 'rejects', 'refuses', 'hangs'] as const)
      for (const op of operationsOf(bench.style)) {
        await receiver.tell({ do: 'behave', how: { is: how } });
        const { ids, answer } = session.send(sender, { op, count: 1 });
        const { outcomes } = await answer;
        await session.until(
          (history) => history.some(({ event, msg }) => event === 'delivered' && msg.id === ids[0]),
          how === 'throws' ? 0 : 1500,
        );
        const facts = { alive: receiver.alive(), deadlineMs: faultyDeadlineMs };
        parts.push(session.part(`${op} ${how}`, ids, outcomes, facts));
        await receiver.tell({ do: 'behave', how: { is: 'prompt' } });
        if (how !== 'hangs') parts.push(await sendAll(session, sender, { op, count: 1 }, `after ${how}`));
      }
    return parts;
  });

/** A broker may keep the answer to a wrong password back for seconds; an opening has this long, in ms. */
const openingMs = 5000;

/** A role that connects, beside those that were let in, shows what nobody would let in; what it opens with it uses. */
async function showsWrong(session: Session, side: 'sender' | 'receiver'): Promise<Part> {
  const fault = `${side} shows what is wrong`;
  const started = performance.now();
  try {
    const wrong = await session.start(side, { credentials: 'wrong' });
    const { ids, answer } = session.send(wrong, { count: side === 'sender' ? 3 : 0 });
    const { outcomes } = await answer;
    await session.quiet();
    return session.part(fault, ids, outcomes, { deadlineMs: openingMs });
  } catch (error) {
    if (!(error instanceof DidNotStart)) throw error;
    const ms = Math.round(performance.now() - started);
    return session.part(fault, [], [], { ended: error.kindSaid ?? 'untyped', ms, deadlineMs: openingMs });
  }
}

/** Both sides where both connect; the one that does where the other is what it connects to. */
const wrongCredentials: Experiment = (bench) =>
  bench.fresh({ deadlineMs: openingMs }, async (session) => {
    const [sender] = await session.pair();
    await session.reached(sender);
    const shown = connecting(bench.style).map((side) => showsWrong(session, side));
    const parts = await Promise.all(shown);
    const works = await session.reaches(sender);
    return parts.map((part) => ({ ...part, facts: { ...part.facts, works } }));
  });

/** Who is connected to shows something, too: somebody else stands there, and has nothing right to show. */
const wrongHost: Experiment = async (bench) => {
  const binding = (['sender', 'receiver'] as const).find((side) => !connecting(bench.style).includes(side));
  if (!binding) return [];
  return bench.fresh({ deadlineMs: 1500 }, async (session) => {
    const { senders } = await session.crew({ [binding]: { credentials: 'wrong' } });
    const { ids, answer } = session.send(senders[0]!, { count: 3 });
    const { outcomes } = await answer;
    await session.quiet();
    const part = session.part(`${binding} is somebody else`, ids, outcomes, { deadlineMs: 1500 });
    for (const one of [...session.all()]) {
      await one.kill();
      session.forget(one);
    }
    const [right] = await session.pair();
    return [{ ...part, facts: { ...part.facts, works: await session.reaches(right) } }];
  });
};

export const failure: Trial[] = [
  {
    name: 'faulty application',
    decides: [],
    applies: () => true,
    experiments: [faultyApplication],
    verdict: judgeFaultyApplication,
  },
  {
    name: 'wrong credentials',
    decides: [],
    applies: ({ credentials }) => credentials !== undefined,
    experiments: [wrongCredentials, wrongHost],
    verdict: judgeCredentials,
  },
];
