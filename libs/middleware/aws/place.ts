import { Fatal } from '@parley/faults';

/** A service of Amazon's, or one that speaks as it does, and what the names of our queues and streams begin with there. */
export interface AwsPlace {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** The name of a queue or a stream in this place. */
  nameOf(name: string): string;
}

const wrong = (address: string, service: string): Fatal =>
  new Fatal(
    `${JSON.stringify(address.replace(/\/\/.*@/, '//…@'))} is no address like ${service}://KEY:SECRET@host:port/PREFIX?region=us-east-1`,
    { reason: 'address' },
  );

/**
 * What `sqs://KEY:SECRET@host:port/PREFIX?region=REGION` says (or `kinesis:`). `tls=1` asks for https, which Amazon's own
 * endpoints speak; without it http. Throws Fatal `address`.
 */
export function awsPlace(address: string | undefined, service: 'sqs' | 'kinesis'): AwsPlace {
  if (!address || !URL.canParse(address)) throw wrong(address ?? '', service);
  const { protocol, host, username, password, pathname, searchParams } = new URL(address);
  const prefix = pathname.slice(1);
  if (protocol !== `${service}:` || host === '' || !/^[\w.-]*$/.test(prefix)) throw wrong(address, service);
  return {
    endpoint: `${searchParams.has('tls') ? 'https' : 'http'}://${host}`,
    region: searchParams.get('region') ?? 'us-east-1',
    credentials: { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) },
    nameOf: (name) => (prefix === '' ? name : `${prefix}-${name}`),
  };
}
