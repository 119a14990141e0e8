import { about, answers, type EvidenceRecord } from '@parley/evidence';
import { DidNotStart } from '@parley/roles';
import type { Played } from '../played';
import type { Session } from '../session';
import type { Experiment, Part, Trial } from '../trial';
import { judgePersistence, judgeReadAgain, judgeSenderExits } from '../verdicts/persistence';
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
    const ids = sent?.ids ?? [];
    const kept = session.part('sender gone', ids, outcomes, { works, opened: sender !== undefined });
    if (bench.style.persistence.is === 'none' || !works) return [kept];
    return [kept, await readAgain(session, { prober, reader: receiver, ids })];
  });

interface Reading {
  prober: Played;
  /** Who has read them. */
  reader: Played;
  ids: string[];
}

/**
 * The reader ends, comes again, and asks for the beginning. What is left to be judged is what it was given in this life:
 * in all others it had read and acknowledged everything.
 */
async function readAgain(session: Session, { prober, reader, ids }: Reading): Promise<Part> {
  const idsIn = (history: EvidenceRecord[], event: string): string[] =>
    ids.filter((id) => history.some((record) => record.event === event && record.msg.id === id));
  const taken = idsIn(session.read(), 'processed').length;
  await reader.stop();
  const again = await session.again(reader, { from: 'beginning' });
  const own = (history: EvidenceRecord[]) => history.filter(({ inc }) => inc.startsWith(`${again.pid}-`));
  const works = await session.reaches(prober, { receiver: again, withinMs: 10_000 });
  if (session.style.replays.is)
    await session.until((history) => idsIn(own(history), 'delivered').length === ids.length, 5000);
  await session.quiet();
  const part = session.part('read again', ids, [], { works, taken });
  return { ...part, history: own(part.history) };
}

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
    name: 'read again',
    decides: ['replays'],
    applies: always,
    experiments: [receiverAfterSender],
    verdict: judgeReadAgain,
  },
  {
    name: 'sender exits',
    decides: [],
    applies: always,
    experiments: [senderExits],
    verdict: judgeSenderExits,
  },
];
