export { Fatal, OutcomeUnknown, Retryable, kindOf } from './errors';
export type { ErrorContext, ErrorKind } from './errors';
export { armCrash, armedCrash, crashPoint } from './crash-points';
export type { CrashPoint } from '@parley/topology';
export { isAlive, killChildren, startProcess } from './process';
export type { Child, Exit } from './process';
export { openProxy } from './proxy';
export type { ProxyPlan } from './proxy';
export type { Counters, FaultProxy, Tap, Target } from './proxy-port';
export { toxicsOf } from './toxics';
export type { Carrier, Stream, Toxic, ToxicType } from './toxics';
export { randomOf } from './random';
export { openLan, openPlaces } from './namespaces';
export type { Lan, Places } from './namespaces';
export { canonical, copyOf, explore, shrink, simulate } from './simulation/index';
export type {
  Arrival,
  Case,
  Explored,
  Fault,
  Machine,
  MachineHost,
  Plan,
  Run,
  Weather,
  Witness,
} from './simulation/index';
