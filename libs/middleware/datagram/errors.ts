import { Fatal, Retryable } from '@parley/faults';

const fatal: Record<string, [reason: string, message: string]> = {
  EMSGSIZE: ['too-large', 'the datagram is too large'],
  EACCES: ['not-allowed', 'broadcast is not allowed on this socket'],
  EPERM: ['not-allowed', 'the system does not let this datagram out'],
  EINVAL: ['address', 'nobody can be reached at this address from here'],
  EADDRNOTAVAIL: ['address', 'this host has no such address'],
};

/**
 * What an error of the system means: the datagram did not leave, so Fatal where it never will, else Retryable (a full
 * buffer, no way to the network now, nobody at the port, a port in use).
 */
export const udpError = (cause: unknown, doing: string): Retryable | Fatal => {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause);
  const [reason, message] = fatal[code] ?? [];
  const context = { cause, detail: { code } };
  return reason
    ? new Fatal(`${doing}: ${message} (${code})`, { reason, ...context })
    : new Retryable(`${doing}: ${code}`, context);
};

export const closedError = (): Fatal => new Fatal('the socket is closed', { reason: 'closed' });
