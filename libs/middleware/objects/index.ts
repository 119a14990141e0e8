/** Remote objects: references that can be passed on, leases, a registry; capnweb's messages over WebSocket. */
export type { Held } from './leases';
export { keepBound, openRegistry, registryAt } from './registry';
export type { Registry } from './registry';
export { openSpace } from './space';
export type { Reference, Remote, Space, SpaceOptions } from './space';
export { openDesk, openWindow, withinDeadline } from './within';
