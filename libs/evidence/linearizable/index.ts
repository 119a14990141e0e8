import type { Call, Judged } from './call';
import type { Model } from './model';
import { judgeLinearizable } from './search';
import { judgeByVersion, judgeReads, judgeSessions, judgeVersions, judgeWriteOrder } from './versions';

export { callsOf } from './call';
export type { Call, Judged } from './call';
export { accountModel, registerModel } from './model';
export type { AccountInput, AccountOutput, Model } from './model';
export { judgeLinearizable } from './search';
export { judgeByVersion, judgeReads, judgeSessions, judgeVersions, judgeWriteOrder, staleReads } from './versions';
export { judgeHashes } from './hashes';
export type { StateHash } from './hashes';

/**
 * All that is claimed of a replicated state machine, of a history of its clients' calls: writes are linearizable, by a search that
 * knows nothing of versions; and by the versions, which have to tell the same story. Reads promise no more than a version.
 */
export const judgeReplicated = <State, Input, Output>(
  calls: readonly Call[],
  modelOf: (key: string) => Model<State, Input, Output>,
): Judged[] => [
  judgeLinearizable(
    calls.filter(({ kind }) => kind === 'write'),
    modelOf,
  ),
  judgeByVersion(calls, modelOf),
  judgeWriteOrder(calls),
  judgeVersions(calls),
  judgeReads(calls),
  ...judgeSessions(calls),
];
