/** TCP and Unix domain sockets, hardened once: frames, deadlines, back-pressure, reconnection, requests by number. */
export { formatAddress, parseAddress } from './address';
export type { Address } from './address';
export { openSocketClient } from './client';
export type { ClientOptions, SocketClient } from './client';
export { decodeFailure, encodeFailure } from './errors';
export type { Incoming, LinkOptions } from './link';
export { openNameServer, openNames } from './names';
export type { Names, NameServer, Service } from './names';
export { openSocketServer } from './server';
export type { ServerOptions, SocketServer } from './server';
export { openCalls } from './calls';
export type { Calls } from './calls';
