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

/** The `code` of a libzmq error: EAGAIN, EHOSTUNREACH, EADDRINUSE … */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
