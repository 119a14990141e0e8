export { trials } from './trials';
export { openBench } from './bench';
export type { Bench } from './bench';
export { openRunner } from './run-trials';
export type { Result } from './run-trials';
export type { Experiment, Files, Part, Trial } from './trial';
export type { Verdict } from './verdict';
