import { readFileSync } from 'node:fs';
import { Fatal } from '@parley/faults';

/** Where a broker stands, who we are to it, and which of its virtual hosts is ours. */
export interface BrokerAddress {
  host: string;
  port: number;
  username: string;
  password: string;
  /** `/` where the address names none. */
  vhost: string;
  /** Over TLS, by the authority in PEM that is trusted (undefined: those that Node trusts). Undefined: in the clear. */
  secured?: { ca?: string };
  /** The address without its password, for messages. */
  shown: string;
}

/** The ports are those that IANA has registered; STOMP over TLS has none, 61614 is what brokers take. */
const schemes = {
  amqp: { plain: ['amqp:', 5672], tls: ['amqps:', 5671] },
  mqtt: { plain: ['mqtt:', 1883], tls: ['mqtts:', 8883] },
  stomp: { plain: ['stomp:', 61613], tls: ['stomp+ssl:', 61614] },
} as const;

/** The authority that an address names by `?ca=FILE`, PEM; undefined where it names none. Throws Fatal `address`. */
export const authorityIn = ({ searchParams }: URL): string | undefined => {
  const file = searchParams.get('ca');
  if (file === null) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Fatal(`the authority to trust cannot be read: ${String(error)}`, { reason: 'address', cause: error });
  }
};

/**
 * Reads `scheme://user:password@host:port/vhost`, where the scheme is `amqp`, `mqtt` or `stomp`, or over TLS `amqps`, `mqtts`
 * or `stomp+ssl` with `?ca=FILE`, the certificate of the authority that is trusted. The user is `guest` where none is
 * named. Throws Fatal `address`, also at another scheme.
 */
export const brokerAddressOf = (url: string, by: keyof typeof schemes): BrokerAddress => {
  if (!URL.canParse(url)) throw new Fatal('the address of the broker is no URL', { reason: 'address' });
  const parsed = new URL(url);
  const { protocol, hostname, username, password, pathname } = parsed;
  const { plain, tls } = schemes[by];
  if (protocol !== plain[0] && protocol !== tls[0])
    throw new Fatal(`${protocol}// is not spoken here, only ${plain[0]}// and ${tls[0]}//`, { reason: 'address' });
  const path = decodeURIComponent(pathname.replace(/^\//, ''));
  const user = decodeURIComponent(username) || 'guest';
  const port = Number(parsed.port) || (protocol === tls[0] ? tls : plain)[1];
  return {
    host: hostname,
    port,
    username: user,
    password: decodeURIComponent(password) || 'guest',
    vhost: path || '/',
    ...(protocol === tls[0] && { secured: { ca: authorityIn(parsed) } }),
    shown: `${protocol}//${user}@${hostname}:${port}/${path}`,
  };
};
