export { Fatal, OutcomeUnknown, Retryable, kindOf } from './errors';
export type { ErrorContext, ErrorKind } from './errors';
export { armCrash, armedCrash, crashPoint } from './crash-points';
export type { CrashPoint } from '@parley/topology';
