export * from './ports';
export * from './instructions';
export { digestOf, noteOf, openApplication } from './application';
export { driveRole, messagesOf } from './drive';
export { playRole, roleOptions } from './play';
export { playTogether } from './together';
export { connectsOf, knownTo, startOrder } from './acquaintance';
export { DidNotStart, startDriven } from './driven';
export type { Driven } from './driven';
