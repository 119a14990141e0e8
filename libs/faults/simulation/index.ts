export { explore } from './explore';
export type { Case, Explored } from './explore';
export { identityOf } from './machine';
export type { Arrival, Machine, MachineHost } from './machine';
export { canonical, copyOf } from './plain';
export { shrink } from './shrink';
export type { Witness } from './shrink';
export { simulate } from './simulate';
export type { Fault, Plan, Run, Weather } from './simulate';
