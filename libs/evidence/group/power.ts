import type { Causality } from './causality';
import type { GroupHistory } from './model';
import type { JudgeOptions, Power, Verdict, VerdictName, Witness } from './types';

/** A history with what was worked out for all verdicts. */
export interface Judged {
  history: GroupHistory;
  /** Whether gaps in an order are violations. */
  reliable: boolean;
  /** Whether a member has to stay until the end to count as correct, as where no view synchrony is promised. */
  untilTheEnd: boolean;
  quiescent: boolean;
  power: Omit<Power, 'chances'>;
  least: NonNullable<JudgeOptions['least']>;
}

const raceAt = ({ lines, messages }: GroupHistory, a: number, b: number): boolean => {
  const [first, second] = [messages[a]!, messages[b]!];
  if (first.line === second.line) return false;
  const knew = (one: typeof first, other: number, { seq }: typeof first) => {
    const sender = lines[one.line]!;
    const place = sender.places.get(other);
    return place !== undefined && sender.deliverySeqs[place]! < seq;
  };
  return !knew(second, a, second) && !knew(first, b, first);
};

/** Deliveries one right after the other, of messages that did not know of each other, that somebody else delivered too. */
const racesOf = (history: GroupHistory): number => {
  const deliverers = new Int32Array(history.messages.length);
  for (const { deliveries } of history.lines) for (const message of deliveries) deliverers[message]! += 1;
  let races = 0;
  for (const { deliveries } of history.lines)
    for (let place = 1; place < deliveries.length; place += 1) {
      const [a, b] = [deliveries[place - 1]!, deliveries[place]!];
      if (deliverers[a]! > 1 && deliverers[b]! > 1 && raceAt(history, a, b)) races += 1;
    }
  return races;
};

/** What made a history a hard or an easy one. */
export const powerOf = (history: GroupHistory, { concurrentPairs, causalChains }: Causality): Judged['power'] => ({
  concurrentPairs,
  causalChains,
  races: racesOf(history),
  crashes: history.lines.filter(({ end }) => end === 'crashed').length,
});

interface Finding {
  times: number;
  witness?: Witness;
  chances: number;
  /** What may still come, where the history may go on. */
  open?: string;
}

/** The answer to a finding: violated by what is certain, undecided where more may come or nothing was tried. */
export const verdictOf = (judged: Judged, name: VerdictName, { times, witness, chances, open }: Finding): Verdict => {
  if (witness) return { is: 'violated', times, witness };
  const power: Power = { chances, ...judged.power };
  if (open !== undefined)
    return { is: 'undecided', reason: 'no quiescence', because: `the history may go on: ${open}`, power };
  const least = judged.least[name] ?? 1;
  if (chances < least) {
    const because = `${chances} chance${chances === 1 ? '' : 's'} to fail, ${least} wanted`;
    return { is: 'undecided', reason: 'too little power', because, power };
  }
  return { is: 'holds', power };
};
