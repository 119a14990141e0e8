import type { Experiment, Part, Trial } from '../trial';
import { DidNotStart } from '@parley/roles';
import { operationsOf } from '../verdicts/whole';
import { judgeCredentials, judgeFaultyApplication } from '../verdicts/failure';
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

/** The side that connects shows what nobody would let in; then one that shows what is right. */
const wrongCredentials: Experiment = (bench) =>
  bench.fresh({ deadlineMs: 1500 }, async (session) => {
    const senderBinds = bench.style.roles.some(({ part, binds }) => part === 'sender' && binds);
    const who = senderBinds ? 'receiver' : 'sender';
    const crew = await session.crew({ [who]: { credentials: 'wrong' } }).catch((error: unknown) => {
      if (error instanceof DidNotStart) return error;
      throw error;
    });
    if (crew instanceof DidNotStart) {
      const [right] = await session.pair();
      const works = await session.reaches(right);
      return [session.part('wrong', [], [], { works, ended: crew.kindSaid ?? 'untyped', deadlineMs: 1500 })];
    }
    const sender = crew.senders[0]!;
    const { ids, answer } = session.send(sender, { count: 3 });
    const { outcomes } = await answer;
    await session.quiet();
    const wrong = session.part('wrong', ids, outcomes, { deadlineMs: 1500 });
    const right = await session.start(who);
    const works = await session.reaches(senderBinds ? sender : right, senderBinds ? { receiver: right } : {});
    return [{ ...wrong, facts: { ...wrong.facts, works } }];
  });

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
    experiments: [wrongCredentials],
    verdict: judgeCredentials,
  },
];
