import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Fatal } from '@parley/faults';
import type { BrokerAddress } from './broker-address';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** Whether the peer showed a certificate that is not trusted, or not its own: no better at the next attempt. */
export const isUntrusted = (error: unknown): boolean =>
  /^(ERR_TLS_CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_)/.test(codeOf(error));

/** A TLS record that says why it ends: the first thing that a TLS listener says to who speaks in the clear. */
const isAlert = (first: Buffer): boolean => first[0] === 0x15 && first[1] === 3;

/** What a connection's failure means that is the same at every attempt: Fatal `untrusted` or `address`; else undefined. */
export const hopelessOf = (shown: string, error: unknown): Fatal | undefined => {
  if (error instanceof Fatal) return error;
  const said = `${codeOf(error)} ${error instanceof Error ? error.message : String(error)}`;
  if (isUntrusted(error))
    return new Fatal(`${shown}: its certificate is not trusted: ${said}`, { reason: 'untrusted', cause: error });
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(codeOf(error)))
    return new Fatal(`${shown}: what answers there speaks no TLS: ${said}`, { reason: 'address', cause: error });
  return undefined;
};

/**
 * Begins a connection to a broker, over TLS where its address says so; `opened` is the socket's event at which it stands.
 * Nothing that is written before leaves for a peer whose certificate is not trusted. In the clear to a port that wants
 * TLS, the socket ends with Fatal `address`.
 */
export const connectBroker = ({ host, port, secured, shown }: BrokerAddress): { socket: Socket; opened: string } => {
  const to = { host, port, noDelay: true };
  if (secured) {
    // A name is checked as the one that was asked for; TLS knows no numbers there.
    const servername = isIP(host) ? {} : { servername: host };
    return { socket: connectTls({ ...to, ...servername, ca: secured.ca }), opened: 'secureConnect' };
  }
  const socket = connect(to);
  socket.once('data', (first) => {
    if (isAlert(first)) socket.destroy(new Fatal(`${shown}: that port wants TLS`, { reason: 'address' }));
  });
  return { socket, opened: 'connect' };
};
