export { address, addressList, baseEnv, readConfig } from './config';
export type { BaseConfig } from './config';
export { deadLettersService, queueLetters } from './dead-letters';
export type { DeadLetterSource } from './dead-letters';
export { runService } from './run';
export type { ServiceSpec } from './run';
export type { Way, Ways } from './ways';
