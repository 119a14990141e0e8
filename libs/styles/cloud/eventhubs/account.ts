import { Fatal } from '@parley/faults';
import { type Credentials, kafkaPlace } from '@parley/middleware/kafka';

/** What a client has to know of an Event Hubs namespace. */
export interface Account {
  brokers: string[];
  /** What the names of hubs and groups begin with. */
  prefix: string;
  credentials: Credentials;
}

/** The name that stands for all users: who it is, the password says. */
export const username = '$ConnectionString';

/** Where a namespace speaks Kafka's protocol. */
const port = 9093;

const bad = (why: string) => new Fatal(`the connection string is no good: ${why}`, { reason: 'credentials' });

/** The parts of `Endpoint=sb://…/;SharedAccessKeyName=…;SharedAccessKey=…`. Throws Fatal `credentials`, without the key. */
export const partsOf = (text: string): { host: string; keyName: string; key: string; hub?: string } => {
  const parts = new Map(
    text
      .split(';')
      .filter(Boolean)
      // A key is base64, and may end with `=`.
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  );
  const [endpoint = '', keyName, key] = ['Endpoint', 'SharedAccessKeyName', 'SharedAccessKey'].map((name) =>
    parts.get(name),
  );
  const host = /^sb:\/\/([^/:]+)(:\d+)?\/?$/.exec(endpoint)?.[1];
  if (!host) throw bad('Endpoint=sb://NAMESPACE.servicebus.windows.net/ is missing');
  if (!keyName || !key) throw bad('SharedAccessKeyName or SharedAccessKey is missing');
  const hub = parts.get('EntityPath');
  return { host, keyName, key, ...(hub && { hub }) };
};

/**
 * Where to connect, and what to show. `address` is Azure's connection string itself, or that of a broker here,
 * `kafka+ssl://user:connection-string@host:port/PREFIX?ca=FILE`. Throws Fatal `credentials` or `address`.
 */
export const accountOf = (address = '', { shown = 'right' }: { shown?: 'right' | 'wrong' } = {}): Account => {
  const found = address.startsWith('Endpoint=')
    ? {
        brokers: [`${partsOf(address).host}:${port}`],
        prefix: partsOf(address).hub ?? 'parley',
        credentials: undefined,
      }
    : kafkaPlace(address);
  const { username: user = username, password = address, ca } = found.credentials ?? {};
  partsOf(password);
  const key = shown === 'wrong' ? password.replace(/(SharedAccessKey=).*/, '$1d3Jvbmc=') : password;
  return { ...found, credentials: { username: user, password: key, ...(ca && { ca }) } };
};
