import type { EvidenceRecord } from '../record';
import { causalityOf } from './causality';
import { integrityVerdict } from './integrity';
import { Malformed } from './malformed';
import { viewsVerdict, viewSynchronyVerdict } from './membership';
import type { GroupHistory } from './model';
import { orderVerdict } from './orders';
import { powerOf, type Judged } from './power';
import { prefixVerdict } from './prefix';
import { groupHistories } from './read';
import { agreementVerdict, uniformAgreementVerdict, validityVerdict } from './reliability';
import { disorderOf, totalVerdicts } from './total';
import {
  verdictNames,
  type HistoryOptions,
  type JudgeOptions,
  type Verdict,
  type VerdictName,
  type Verdicts,
} from './types';

const reliabilities = ['validity', 'agreement', 'uniform-agreement'] as const;

/**
 * Every verdict on a group's history. Pure: what the application saw is judged, never the protocol's own clocks.
 * Liveness (validity, agreements) needs quiescence only where a delivery is outstanding. Definitions: Hadzilacos and
 * Toueg, TR 94-1425 (1994); Défago, Schiper and Urbán, ACM Comput. Surv. 36(4) (2004).
 */
export const judge = (history: GroupHistory, { claims, quiescent, least = {} }: JudgeOptions = {}): Verdicts => {
  const causality = causalityOf(history);
  const judged: Judged = {
    history,
    reliable: reliabilities.some((one) => claims?.includes(one)),
    untilTheEnd: claims !== undefined && !claims.includes('view-synchrony'),
    quiescent: quiescent ?? history.quiescent,
    power: powerOf(history, causality),
    least,
  };
  const disorder = disorderOf(history, false);
  const allCorrect = history.lines.every(({ correctUpTo, deliveries }) => correctUpTo === deliveries.length);
  const [total, global] = totalVerdicts(judged, false, disorder);
  const [uniformTotal, uniformGlobal] = totalVerdicts(judged, true, allCorrect ? disorder : disorderOf(history, true));
  return {
    integrity: integrityVerdict(judged, causality),
    validity: validityVerdict(judged),
    agreement: agreementVerdict(judged),
    'uniform-agreement': uniformAgreementVerdict(judged),
    fifo: orderVerdict('fifo', false, judged, causality),
    'uniform-fifo': orderVerdict('fifo', true, judged, causality),
    causal: orderVerdict('causal', false, judged, causality),
    'uniform-causal': orderVerdict('causal', true, judged, causality),
    total,
    'uniform-total': uniformTotal,
    'total-global': global,
    'uniform-total-global': uniformGlobal,
    prefix: prefixVerdict(judged),
    'view-synchrony': viewSynchronyVerdict(judged),
    views: viewsVerdict(judged),
  };
};

/** The verdicts on the records of one group. Throws Malformed as `groupHistories` does, and where they are of several. */
export const judgeRecords = (
  records: Iterable<EvidenceRecord>,
  options: JudgeOptions & HistoryOptions = {},
): Verdicts => {
  const [history, ...others] = groupHistories(records, options);
  if (history && others.length === 0) return judge(history, options);
  throw new Malformed(history ? 'several groups, or runs, in one history' : 'no group in this history', { line: 0 });
};

/** One line for people: what was found, and by what. */
export const sayVerdict = (name: VerdictName, verdict: Verdict): string => {
  const gaps = verdict.gaps ? `; ${verdict.gaps} gap${verdict.gaps === 1 ? '' : 's'}` : '';
  if (verdict.is === 'undecided') return `${name}: undecided (${verdict.reason}): ${verdict.because}${gaps}`;
  if (verdict.is === 'violated') {
    const half = verdict.half ? ` (${verdict.half === 'both' ? 'both halves' : `its half: ${verdict.half}`})` : '';
    return `${name}: violated${half}, ${verdict.times} time${verdict.times === 1 ? '' : 's'}: ${verdict.witness.says}${gaps}`;
  }
  const { chances, concurrentPairs, causalChains, races, crashes } = verdict.power;
  const against = `${chances} chances to fail, ${concurrentPairs} concurrent pairs, ${causalChains} causal chains, ${races} races, ${crashes} crashes`;
  return `${name}: holds against ${against}${gaps}`;
};

/** Every verdict of a history in one line each. */
export const sayVerdicts = (verdicts: Verdicts): string[] =>
  verdictNames.map((name) => sayVerdict(name, verdicts[name]));
