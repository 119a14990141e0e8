import type { Played } from '../played';
import type { Session } from '../session';
import type { Experiment, Trial } from '../trial';
import { judgeBrokerFrozen, judgeBrokerKilled } from '../verdicts/broker';

const patientMs = 30_000;
const frozenDeadlineMs = 1000;

/** SIGKILL of the broker, or of those of ours that stand in its place, and its return. */
async function killed(session: Session, middles: Played[]): Promise<boolean> {
  await session.broker?.restart('SIGKILL');
  if (session.broker) return true;
  for (const middle of middles) await session.crash(middle);
  for (const middle of middles) await session.again(middle);
  return middles.length > 0;
}

/**
 * What was taken while no receiver ran meets the SIGKILL of the broker, and so does a burst that is under way; the broker
 * comes again at its address, on what it has stored.
 */
const brokerKilled: Experiment = (bench) =>
  bench.fresh({ deadlineMs: 5000, mortal: true }, async (session) => {
    const { senders, receivers, middles } = await session.crew();
    const [sender, receiver] = [senders[0]!, receivers[0]!];
    await session.reached(sender, { withinMs: patientMs });
    await receiver.stop();
    const before = session.send(sender, { count: 20, pipelined: false });
    const taken = await before.answer;
    const during = session.send(sender, { count: 200, sizes: [4096] });
    const struck = await killed(session, middles);
    const caught = await during.answer;
    const again = await session.again(receiver);
    const works = await session.reaches(sender, { receiver: again, withinMs: patientMs });
    await session.quiet(400);
    const facts = { works, struck, deadlineMs: 5000 };
    return [
      session.part('taken before', before.ids, taken.outcomes, facts),
      session.part('under way', during.ids, caught.outcomes, facts),
    ];
  });

/** The broker stands still with its connections open. */
const brokerFrozen: Experiment = (bench) =>
  bench.fresh({ deadlineMs: frozenDeadlineMs, mortal: true }, async (session) => {
    const [sender] = await session.pair();
    await session.reached(sender, { withinMs: patientMs });
    session.broker?.freeze();
    const { ids, answer } = session.send(sender, { count: 5 });
    const { outcomes } = await answer.finally(() => session.broker?.thaw());
    const works = await session.reaches(sender, { withinMs: patientMs });
    await session.quiet();
    const facts = { works, alive: sender.alive(), struck: session.broker !== undefined, deadlineMs: frozenDeadlineMs };
    return [session.part('broker frozen', ids, outcomes, facts)];
  });

export const broker: Trial[] = [
  {
    name: 'broker killed',
    decides: ['release', 'persistence'],
    applies: (style, files) =>
      style.persistence.is !== 'none' && (files.broker || (files.middle && style.release.is === 'stored')),
    experiments: [brokerKilled],
    verdict: judgeBrokerKilled,
  },
  {
    name: 'broker frozen',
    decides: [],
    applies: (_, files) => files.broker,
    experiments: [brokerFrozen],
    verdict: judgeBrokerFrozen,
  },
];
