import {
  guarantees,
  judge,
  sayVerdict,
  verdictNames,
  type GroupHistory,
  type Guarantee,
  type Verdict,
  type VerdictName,
} from '@parley/evidence';
import { composeStack } from '../stack/compose';

/** A history's verdicts, those first on which it depends whether the stack keeps its word. */
export interface Judged {
  run: string;
  group: string;
  /** What the stack promises. */
  claims: Guarantee[];
  verdicts: { name: VerdictName; claimed: boolean; verdict: Verdict; says: string }[];
  /** Whether all that is claimed holds: an undecided one does not. */
  holds: boolean;
}

/** What a stack promises, by its name (`udp,nack,relay,causal`); only integrity where it is the name of no stack. */
export const claimsOf = (stack: string): Guarantee[] => {
  try {
    const { gives } = composeStack(stack.split(','));
    return guarantees.filter((one) => gives.has(one));
  } catch {
    return ['integrity'];
  }
};

/** Judges one group’s history by what is claimed. Pure. */
export function judged(history: GroupHistory, claims: readonly Guarantee[]): Judged {
  const all = judge(history, { claims });
  const isClaimed = (name: VerdictName): boolean => (claims as readonly string[]).includes(name);
  const names = [...verdictNames].sort((a, b) => Number(isClaimed(b)) - Number(isClaimed(a)));
  const verdicts = names.map((name) => ({
    name,
    claimed: isClaimed(name),
    verdict: all[name],
    says: sayVerdict(name, all[name]).slice(name.length + 2),
  }));
  return {
    run: history.run,
    group: history.group,
    claims: [...claims],
    verdicts,
    holds: verdicts.every(({ claimed, verdict }) => !claimed || verdict.is === 'holds'),
  };
}
