import { capability, type Socket } from 'zeromq';
import { Fatal } from '@parley/faults';

/** Milliseconds and bytes; libzmq's defaults are to wait for ever, notice nothing and take any size. */
const common = {
  handshakeInterval: 3000,
  heartbeatInterval: 1000,
  heartbeatTimeout: 3000,
  maxMessageSize: 4 * 1024 * 1024,
};

/** Hands jobs out. A vanished peer is an error at once: `mandatory` alone would leave the send pending for ever. */
export const routerOptions = { ...common, mandatory: true, sendTimeout: 0, linger: 0 };
/** Takes results. */
export const pullOptions = { ...common, linger: 0 };

const reconnect = { reconnectInterval: 50, reconnectMaxInterval: 1000 };
/** Takes jobs. `immediate`: nothing is queued for a peer that is not there. */
export const dealerOptions = { ...common, ...reconnect, immediate: true, sendTimeout: 0, linger: 1000 };
/** Gives results. Waits so long for a sink that is away, and no longer. */
export const pushOptions = { ...common, ...reconnect, immediate: true, sendTimeout: 2000, linger: 1000 };

/** The largest body of a message, in bytes; the limit on the wire leaves room for what encryption adds to a frame. */
export const maxBody = 4 * 1024 * 1024;

/** Throws Fatal `too-large` for a part that the other side would refuse by breaking the connection. */
export const assertFits = (frames: readonly (Buffer | string)[]): void => {
  const largest = Math.max(0, ...frames.map((frame) => Buffer.byteLength(frame)));
  if (largest > maxBody)
    throw new Fatal(`${largest} bytes are more than the ${maxBody} that a part may have`, { reason: 'too-large' });
};

/** Of every socket of the three patterns. A peer that is silent for so long (1 + 3 s) is taken for dead. */
export const patternOptions = { ...common, ...reconnect, maxMessageSize: maxBody + 4096, linger: 2000 };

/** The `code` of a libzmq error: EAGAIN, EHOSTUNREACH, EADDRINUSE … (not by instanceof: the addon's Error is another realm's). */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * Calls `heard` with the type of each of the socket's events (`handshake`, `disconnect` …) until it closes. The observer
 * is read, not listened to: its emitter is made once a process, from the module that asked first.
 */
export const watch = async (socket: Socket, heard: (type: string) => void): Promise<void> => {
  for await (const { type } of socket.events) heard(type);
};

/** An address as libzmq writes it: `host:port` is tcp, port 0 (a free one) is `*`. Throws Fatal for a transport it has not. */
export const addressOf = (address: string): string => {
  const full = address.includes('://') ? address : `tcp://${address}`;
  if (!/^(tcp|ipc|inproc):\/\/./.test(full)) throw new Fatal(`ZeroMQ can't reach ${address}`, { reason: 'address' });
  return full.replace(/^(tcp:.*):0$/, '$1:*');
};

/**
 * Throws Fatal where the installed libzmq cannot encrypt: the prebuilt ones differ (zeromq.js#640), and a host where
 * links could never be closed to others is to be known at the start.
 */
export const assertCurve = (): void => {
  if (!capability.curve)
    throw new Fatal('this build of zeromq has no CURVE: install one with libsodium', { reason: 'no-curve' });
};

/** Binds a socket and resolves to the address that it got; throws Fatal where it can't. */
export const bound = async (socket: Socket, address: string): Promise<string> => {
  await socket.bind(addressOf(address)).catch((cause: unknown) => {
    throw new Fatal(`can't bind ${address}: ${codeOf(cause)}`, { reason: 'bind', cause });
  });
  return socket.lastEndpoint ?? address;
};

/** Binds a socket at each of these and resolves to the addresses that it got; where one can't be had, closes it and throws. */
export const boundAll = async (socket: Socket, addresses: readonly string[]): Promise<string[]> => {
  const got: string[] = [];
  try {
    for (const address of addresses) got.push(await bound(socket, address));
    return got;
  } catch (error) {
    socket.close();
    throw error;
  }
};
