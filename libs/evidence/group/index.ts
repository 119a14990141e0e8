export { inCausalOrder } from './causal-order';
export { fromShiViz } from './from-shiviz';
export type { Doubt, ShiVizOptions } from './from-shiviz';
export { judge, judgeRecords, sayVerdict, sayVerdicts } from './judge';
export { pairLabels, sayLabel } from './labels';
export type { Label, PairLabels } from './labels';
export { Malformed } from './malformed';
export type { Breach, End, GroupHistory, Line, Message, NotedView } from './model';
export { groupHistories, readGroupHistories } from './read';
export { toShiViz } from './shiviz';
export { foreignEvents } from './shiviz-events';
export type { ForeignEvent } from './shiviz-events';
export { guarantees, verdictNames } from './types';
export type {
  Guarantee,
  HistoryOptions,
  JudgeOptions,
  Power,
  Verdict,
  VerdictName,
  Verdicts,
  Witness,
  WitnessEvent,
} from './types';
