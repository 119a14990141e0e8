export { events } from './record';
export type { Evidence, EvidenceEvent, EvidenceRecord } from './record';
export { evidenceOn, incarnation, note, startEvidence, stopEvidence } from './write';
export { readHistory } from './read';
export { tailHistory } from './tail';
export type { Tail } from './tail';
export { accounting } from './accounting';
export type { Account } from './accounting';
export {
  about,
  answers,
  corrupted,
  duplicates,
  falselyDenied,
  forged,
  reordered,
  returnedBefore,
  settledLate,
  sharesOf,
  silentLosses,
  undelivered,
} from './oracles';
export * from './group';
export {
  accountModel,
  callsOf,
  judgeByVersion,
  judgeHashes,
  judgeLinearizable,
  judgeReads,
  judgeReplicated,
  judgeSessions,
  judgeVersions,
  judgeWriteOrder,
  registerModel,
  staleReads,
} from './linearizable';
export type { AccountInput, AccountOutput, Call, Judged, Model, StateHash } from './linearizable';
