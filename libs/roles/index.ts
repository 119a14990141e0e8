export * from './ports';
export * from './instructions';
export { digestOf, noteOf, openApplication } from './application';
export { driveRole, messagesOf } from './drive';
export { playRole, roleOptions } from './play';
export { playTogether } from './together';
export { connectsOf, startOrder } from './acquaintance';
