export { experimentOf, experiments, quick } from './experiments';
export { applicable, measure } from './measure';
export { evidenceOf, findRun, keptOf, listRuns, outcomesOf, saveRun, thisMachine } from './run';
export type { Outcome, RunRecord } from './run';
export { askedOf, cellsOf, matrixCsv, matrixMarkdown } from './matrix';
export type { Cell, Shown } from './matrix';
export { verify } from './verify';
export type { Verified } from './verify';
export { blockedBy, slopeOf } from './slope';
