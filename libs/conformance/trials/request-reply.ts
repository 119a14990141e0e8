import type { Style } from '@parley/taxonomy';
import type { Experiment, Trial } from '../trial';
import { judgeCorrelation, judgeLateReply } from '../verdicts/request-reply';

const asks = ({ carries }: Style) => carries.reserve;
const lateDeadlineMs = 700;

const correlated: Experiment = (bench) =>
  bench.calm(async ({ session, sender }) => {
    const parts = [];
    for (let portion = 0; portion < 4; portion++) {
      const { ids, answer } = session.send(sender, { op: 'reserve', count: 250 });
      const { outcomes, error } = await answer;
      parts.push(session.part('calm', ids, outcomes, { error }));
    }
    return parts;
  });

/** A reply that comes when its caller has given up; then other requests. */
export const lateReply: Experiment = async (bench) => {
  if (!bench.style.carries.reserve) return [];
  return bench.fresh({ deadlineMs: lateDeadlineMs }, async (session) => {
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    await receiver.tell({ do: 'behave', how: { is: 'hold' } });
    const late = session.send(sender, { op: 'reserve', count: 1 });
    const { outcomes } = await late.answer;
    await receiver.tell({ do: 'behave', how: { is: 'prompt' } });
    await session.untilAll('processed', late.ids, 3000);
    const lateNow = session.part('late', late.ids, outcomes, { deadlineMs: lateDeadlineMs });
    const works = await session.reaches(sender);
    const next = session.send(sender, { op: 'reserve', count: 5, pipelined: false });
    const answer = await next.answer;
    return [lateNow, session.part('next', next.ids, answer.outcomes, { works, alive: receiver.alive() })];
  });
};

export const requestReply: Trial[] = [
  {
    name: 'correlation',
    decides: [],
    applies: asks,
    experiments: [correlated],
    verdict: judgeCorrelation,
  },
  {
    name: 'late reply',
    decides: [],
    applies: asks,
    experiments: [lateReply],
    verdict: judgeLateReply,
  },
];
