import { connectsOf } from '@parley/roles';
import type { Experiment, Trial } from '../trial';
import { judgeSpace } from '../verdicts/coupling';

const patienceMs = 2500;

/** Another receiver at another address, and nobody tells the sender; then another sender, and nobody tells the receiver. */
const strangers: Experiment = (bench) =>
  bench.fresh({ deadlineMs: 1000 }, async (session) => {
    const { senders, receivers, middles } = await session.crew();
    const [sender, first] = [senders[0]!, receivers[0]!];
    await session.reached(sender);
    const shared = session.sharedOf(first);
    await first.stop();
    session.forget(first);
    const second = await session.start('receiver', shared);
    const found = await session.reaches(sender, { receiver: second, withinMs: patienceMs });
    await sender.stop();
    session.forget(sender);
    // Who stands between and has to be given the receiver's address comes with its sender.
    for (const [index, middle] of middles.entries()) {
      if (!connectsOf(session.style, middle.role).some(({ part }) => part === 'receiver')) continue;
      await middle.stop();
      session.forget(middle);
      middles[index] = await session.start('middle', { role: middle.role });
    }
    const other = await session.start('sender');
    const heard = await session.reaches(other, { receiver: second, withinMs: patienceMs });
    for (const middle of middles) await session.crash(middle);
    const talker = found || heard ? other : undefined;
    const direct =
      middles.length > 0 && talker !== undefined && (await session.reaches(talker, { withinMs: patienceMs }));
    return [session.part('strangers', [], [], { found, heard, direct })];
  });

export const coupling: Trial[] = [
  {
    name: 'what each side knows',
    decides: ['uncoupled in space'],
    applies: () => true,
    experiments: [strangers],
    verdict: judgeSpace,
  },
];
