import { about, answers } from '@parley/evidence';
import { DidNotStart } from '@parley/roles';
import type { Session } from '../session';
import type { Experiment, Part, Trial } from '../trial';
import { judgePersistence, judgeSenderExits } from '../verdicts/persistence';
import { knownAndGone } from './delivery';

const always = () => true;

/** The sender has sent and is gone before the receiver's process starts. */
const receiverAfterSender: Experiment = (bench) =>
  bench.fresh({ deadlineMs: 1200 }, async (session) => {
    const gone = await knownAndGone(session);
    const sender = await session
      .crew({ receivers: 0 })
      .then(({ senders }) => senders[0])
      .catch((error: unknown) => {
        if (error instanceof DidNotStart) return undefined;
        throw error;
      });
    const sent = sender && session.send(sender, { count: 5 });
    const { outcomes } = (await sent?.answer) ?? {};
    await sender?.stop();
    const receiver = gone ? await session.again(gone) : await session.start('receiver');
    const prober = sender ? await session.again(sender) : await session.start('sender');
    const works = await session.reaches(prober, { receiver, withinMs: 10_000 });
    await session.quiet();
    return [session.part('sender gone', sent?.ids ?? [], outcomes, { works, opened: sender !== undefined })];
  });

/** Waits for what had come back well, as it may have several brokers and processes to pass, and then until all is at rest. */
const arrived = async (session: Session, ids: string[]): Promise<void> => {
  const back = [...answers(about(session.read(), ids))].flatMap(([id, answer]) => (answer === 'ok' ? [id] : []));
  await session.untilAll('delivered', back, 3000);
  await session.quiet();
};

/** The sender ends as it is told: after its calls have come back, and while they are under way. */
const senderExits: Experiment = (bench) =>
  bench.fresh({ deadlineMs: 2000 }, async (session) => {
    const [first] = await session.pair();
    await session.reached(first);
    const parts: Part[] = [];
    const awaited = session.send(first, { count: 20 });
    const { outcomes } = await awaited.answer;
    const end = await first.stop();
    await arrived(session, awaited.ids);
    parts.push(session.part('awaited', awaited.ids, outcomes, { code: end.code ?? undefined, late: end.late }));
    const second = await session.again(first);
    await session.reached(second);
    const hasty = session.send(second, { count: 20 });
    await session.until((history) =>
      history.some(({ event, msg }) => event === 'submitted' && msg.id === hasty.ids[19]),
    );
    const hastyEnd = await second.stop();
    await arrived(session, hasty.ids);
    parts.push(session.part('not awaited', hasty.ids, [], { code: hastyEnd.code ?? undefined, late: hastyEnd.late }));
    return parts.map((part) => ({ ...part, facts: { ...part.facts, deadlineMs: 2000 } }));
  });

export const persistence: Trial[] = [
  {
    name: 'receiver after sender',
    decides: ['persistence', 'uncoupled in time'],
    applies: always,
    experiments: [receiverAfterSender],
    verdict: judgePersistence,
  },
  {
    name: 'sender exits',
    decides: [],
    applies: always,
    experiments: [senderExits],
    verdict: judgeSenderExits,
  },
];
