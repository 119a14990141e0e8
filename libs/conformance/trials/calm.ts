import type { Outcome } from '@parley/roles';
import type { Experiment, Part } from '../trial';
import type { Bench } from '../bench';
import { operationsOf } from '../verdicts/whole';
import type { Played } from '../played';
import type { Sending, Session } from '../session';

/** Sends, waits until all has come back and is delivered, and leaves what was seen. */
export async function sendAll(session: Session, sender: Played, sending: Sending, fault = 'calm'): Promise<Part> {
  const { ids, answer } = session.send(sender, sending);
  const { outcomes = [], error } = await answer;
  await session.untilAll('delivered', ids, 5000);
  return session.part(fault, ids, outcomes, { error });
}

/** Sends in portions that no buffer is too small for: the next when the one before is delivered. */
export async function sendPaced(session: Session, sender: Played, portions: Sending[]): Promise<Part> {
  const ids: string[] = [];
  const outcomes: Outcome[] = [];
  for (const portion of portions) {
    const sent = session.send(sender, portion);
    ids.push(...sent.ids);
    const answer = await sent.answer;
    outcomes.push(...(answer.outcomes ?? []));
    if (answer.error || !(await session.untilAll('delivered', sent.ids, 5000)))
      return session.part('calm', ids, outcomes, { error: answer.error });
  }
  return session.part('calm', ids, outcomes);
}

/** An experiment on the calm pair: these messages, one after the other, by each operation that the style carries. */
export const calmly =
  (sendings: (bench: Bench) => Sending[]): Experiment =>
  (bench) =>
    bench.calm(async ({ session, sender }) => {
      const parts: Part[] = [];
      for (const op of operationsOf(bench.style))
        for (const sending of sendings(bench))
          parts.push(await sendAll(session, sender, { ...sending, op, pipelined: sending.pipelined ?? false }));
      return parts;
    });
