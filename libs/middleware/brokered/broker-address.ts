import { Fatal } from '@parley/faults';

/** Where a broker stands, who we are to it, and which of its virtual hosts is ours. */
export interface BrokerAddress {
  host: string;
  port: number;
  username: string;
  password: string;
  /** `/` where the address names none. */
  vhost: string;
  /** The address without its password, for messages. */
  shown: string;
}

/**
 * Reads `scheme://user:password@host:port/vhost`; the user is `guest` where none is named. Throws Fatal `address`, also at
 * another scheme: `amqps:` and the like would send the password in the clear, as there is no TLS here.
 */
export const brokerAddressOf = (url: string, scheme: string, defaultPort: number): BrokerAddress => {
  if (!URL.canParse(url)) throw new Fatal('the address of the broker is no URL', { reason: 'address' });
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  if (protocol !== `${scheme}:`)
    throw new Fatal(`${protocol}// is not spoken here, only ${scheme}:// in the clear`, { reason: 'address' });
  const path = decodeURIComponent(pathname.replace(/^\//, ''));
  const user = decodeURIComponent(username) || 'guest';
  return {
    host: hostname,
    port: Number(port) || defaultPort,
    username: user,
    password: decodeURIComponent(password) || 'guest',
    vhost: path || '/',
    shown: `${protocol}//${user}@${hostname}:${port || defaultPort}/${path}`,
  };
};
