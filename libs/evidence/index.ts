export { events } from './record';
export type { Evidence, EvidenceEvent, EvidenceRecord } from './record';
export { evidenceOn, note, startEvidence, stopEvidence } from './write';
export { readHistory } from './read';
export { accounting } from './accounting';
export type { Account } from './accounting';
