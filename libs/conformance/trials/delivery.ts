import { connectsOf } from '@parley/roles';
import type { Style } from '@parley/taxonomy';
import { DidNotStart } from '@parley/roles';
import type { Played } from '../played';
import type { Session } from '../session';
import type { Experiment, Files, Part, Trial } from '../trial';
import { allWhole, operationsOf } from '../verdicts/whole';
import { judgeAbsent, judgeCardinality, judgeComesLate, judgeLateSubscriber } from '../verdicts/delivery';
import { calmly, sendAll, sendPaced } from './calm';

const always = () => true;

/** A geocast goes to all who stand in its area, and in a trial they all do. */
const isToMany = ({ cardinality }: Style) => ['multicast', 'broadcast', 'geocast'].includes(cardinality.is);

const thousand: Experiment = (bench) =>
  bench.calm(async ({ session, sender }) => [
    await sendPaced(
      session,
      sender,
      Array.from({ length: 20 }, () => ({ count: 50 })),
    ),
  ]);

const twoSenders: Experiment = (bench) =>
  bench.fresh({}, async (session) => {
    const { senders } = await session.crew({ senders: 2 });
    for (const sender of senders) await session.reached(sender);
    const portions = Array.from({ length: 4 }, () => ({ count: 25 }));
    return Promise.all(senders.map((sender) => sendPaced(session, sender, portions)));
  });

/** Whether a sender is given the address of each receiver. */
const namesReceivers = (style: Style): boolean => {
  const role = (part: string) => style.roles.find((one) => one.part === part)!;
  return connectsOf(style, role('sender')).includes(role('receiver'));
};

const twoReceivers: Experiment = (bench) =>
  bench.fresh({ deadlineMs: 2000 }, async (session) => {
    const { style } = session;
    const isUnicast = style.cardinality.is === 'unicast';
    const parts: Part[] = [];
    const only = isUnicast && namesReceivers(style) && !bench.files.ground;
    const spare = only ? await session.start('receiver') : undefined;
    // One message is for one: its sender is told one address.
    if (spare) session.forget(spare);
    const { senders, receivers } = await session.crew({ receivers: only ? 1 : 2 });
    const [sender, first, second = spare] = [senders[0]!, receivers[0]!, receivers[1]];
    await session.reached(sender);
    const isGroup = isToMany(style);
    const reached = [
      await session.reaches(sender, { receiver: first, withinMs: isGroup ? 8000 : 1000 }),
      await session.reaches(sender, { receiver: second, withinMs: isGroup ? 8000 : 1000 }),
    ];
    const both = await sendAll(session, sender, { count: 20, pipelined: false }, 'both');
    await session.quiet();
    const facts = { receivers: 2, reached: reached.filter(Boolean).length };
    parts.push({ ...session.part('both', both.ids, both.outcomes), facts });
    if (style.cardinality.is !== 'anycast') return parts;
    const busy = both.history.findLast(({ event }) => event === 'delivered')?.process;
    const [gone, left] = busy === first.name ? [first, second!] : [second!, first];
    await session.crash(gone);
    const takenOver = await session.reaches(sender, { receiver: left, withinMs: 8000 });
    const after = await sendAll(session, sender, { count: 5, pipelined: false }, 'one left');
    return [...parts, { ...after, facts: { ...after.facts, takenOver } }];
  });

const lateSubscriber: Experiment = (bench) =>
  bench.fresh({}, async (session) => {
    const [sender, first] = await session.pair();
    await session.reached(sender, { receiver: first });
    const before = await sendAll(session, sender, { count: 5, pipelined: false });
    const late = await session.start('receiver', session.sharedOf(first));
    const works = await session.reaches(sender, { receiver: late });
    await session.quiet();
    return [session.part('late', before.ids, before.outcomes, { works, late: late.name })];
  });

/** Makes the receiver's addresses known, where somebody has to know them, and takes the receiver away again. */
export async function knownAndGone(session: Session): Promise<Played | undefined> {
  const { style } = session;
  const isKnown = style.roles.some((role) => connectsOf(style, role).some(({ part }) => part === 'receiver'));
  if (!isKnown) return undefined;
  const receiver = await session.start('receiver');
  await receiver.stop();
  return receiver;
}

/** A sender and no receiver; then a receiver comes. */
export const absent: Experiment = (bench) => {
  const isKept = bench.style.absent.is === 'kept by the sender' || bench.style.absent.is === 'stored';
  const deadlineMs = isKept ? 6000 : 1200;
  return bench.fresh({ deadlineMs }, async (session) => {
    const gone = await knownAndGone(session);
    const { senders, ended } = await session
      .crew({ receivers: 0 })
      .then(({ senders }) => ({ senders, ended: undefined }))
      .catch((error: unknown) => {
        if (error instanceof DidNotStart) return { senders: [], ended: error.kindSaid ?? 'untyped' };
        throw error;
      });
    const [sender] = senders;
    const sent = sender
      ? operationsOf(bench.style).map((op) => ({ op, ...session.send(sender, { op, count: 1 }) }))
      : [];
    await session.untilAll(
      'returned',
      sent.flatMap(({ ids }) => ids),
      isKept ? 300 : deadlineMs + 2500,
    );
    const receiver = gone ? await session.again(gone) : await session.start('receiver');
    const prober = sender ?? (await session.start('sender'));
    const works = await session.reaches(prober, { receiver, withinMs: 10_000 });
    const parts: Part[] = [];
    for (const { op, ids, answer } of sent) {
      const { outcomes } = await answer;
      parts.push(session.part(op, ids, outcomes));
    }
    await session.quiet();
    const facts = { works, deadlineMs, ...(ended && { ended }) };
    const all = parts.length > 0 ? parts : [session.part('opening', [], [])];
    return all.map((part) => ({ ...part, history: [...session.read()], facts: { ...part.facts, ...facts } }));
  });
};

export const delivery: Trial[] = [
  {
    name: 'one message',
    decides: [],
    applies: always,
    experiments: [calmly(() => [{ count: 1 }])],
    verdict: allWhole,
  },
  {
    name: 'a thousand',
    decides: [],
    applies: always,
    experiments: [thousand],
    verdict: allWhole,
  },
  {
    name: 'two senders',
    decides: [],
    applies: always,
    experiments: [twoSenders],
    verdict: allWhole,
  },
  {
    name: 'two receivers',
    decides: ['cardinality'],
    applies: always,
    experiments: [twoReceivers],
    verdict: judgeCardinality,
  },
  {
    name: 'late subscriber',
    decides: [],
    applies: (style: Style, { ground }: Files) =>
      isToMany(style) && (ground || !namesReceivers(style) || style.carrier === 'udp'),
    experiments: [lateSubscriber],
    verdict: judgeLateSubscriber,
  },
  {
    name: 'receiver absent',
    decides: ['receiver absent', 'tells of loss'],
    applies: always,
    experiments: [absent],
    verdict: judgeAbsent,
  },
  {
    name: 'receiver comes late',
    decides: [],
    applies: always,
    experiments: [absent],
    verdict: judgeComesLate,
  },
];
