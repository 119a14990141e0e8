import { about, silentLosses } from '@parley/evidence';
import { brokerOf } from '@parley/taxonomy';
import type { Experiment, Part, Trial } from '../trial';
import { judgeFull } from '../verdicts/flow';

const burstDeadlineMs = 1500;
/** What a broker is to keep goes there at its pace: where it is claimed to take all, the machine's speed is not in question. */
const keptDeadlineMs = 10_000;

/** More than the buffers of a kernel and 2 × 1000 messages in the middleware. */
const burstOf = (maxBytes = Infinity) => ({ count: 5000, sizes: [Math.min(8192, maxBytes)] });

const burstAt = (bench: Parameters<Experiment>[0], how: 'held' | 'frozen'): Promise<Part> => {
  const isKept = bench.style.full.is === 'buffer' && brokerOf(bench.style) !== undefined;
  const deadlineMs = isKept ? keptDeadlineMs : burstDeadlineMs;
  return bench.fresh({ deadlineMs }, async (session) => {
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    const all = [sender, receiver, ...session.all().filter(({ part }) => part === 'middle')];
    const memory = async () => {
      const those = how === 'frozen' ? all.filter((one) => one !== receiver) : all;
      const answers = await Promise.all(those.map((one) => one.tell({ do: 'memory' })));
      return answers.map(({ bytes = 0 }) => bytes);
    };
    const before = await memory();
    if (how === 'held') await receiver.tell({ do: 'behave', how: { is: 'hold' } });
    else receiver.freeze();
    const burst = burstOf(bench.style.maxBytes);
    const { ids, answer } = session.send(sender, burst);
    const { outcomes } = await answer;
    const after = await memory();
    receiver.thaw();
    await receiver.tell({ do: 'behave', how: { is: 'prompt' } });
    // All that waits may have to be worked off before the probe's turn comes.
    const works = await session.reaches(sender, { withinMs: 45_000 });
    await session.quiet(400);
    const grown = Math.max(...after.map((bytes, index) => bytes - before[index]!));
    const sent = burst.count * burst.sizes[0]!;
    return session.part(`burst, ${how}`, ids, outcomes, { works, grown, sent, deadlineMs });
  });
};

/** A burst at a receiver whose application finishes nothing; where drops are claimed and none came, at a frozen one. */
const burst: Experiment = async (bench) => {
  const held = await burstAt(bench, 'held');
  const isShown = bench.style.full.is !== 'drop' || silentLosses(about(held.history, held.ids)).length > 0;
  return isShown ? [held] : [held, await burstAt(bench, 'frozen')];
};

export const flow: Trial[] = [
  {
    name: 'burst',
    decides: ['full', 'tells of loss'],
    applies: () => true,
    experiments: [burst],
    verdict: judgeFull,
  },
];
