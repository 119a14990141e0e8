import { Retryable } from '@parley/faults';
import type { GroundOptions } from '@parley/roles';
import { findBroker } from './find';
import { openMortal } from './mortal';
import { type BrokerGround, common, freshName, groundAt } from './place';

const region = 'us-east-1';

type Service = 'sqs' | 'kinesis';

/** What each service calls its things: the operations that list and delete them. */
const calls = {
  sqs: { target: 'AmazonSQS', list: 'ListQueues', listed: 'QueueUrls', remove: 'DeleteQueue', by: 'QueueUrl' },
  kinesis: {
    target: 'Kinesis_20131202',
    list: 'ListStreams',
    listed: 'StreamNames',
    remove: 'DeleteStream',
    by: 'StreamName',
  },
};

/** One call of the service's own protocol, which moto lets in without a signature. */
async function call(
  service: Service,
  origin: string,
  operation: string,
  body: object,
): Promise<Record<string, string[]>> {
  const scope = `AWS4-HMAC-SHA256 Credential=parley/20200101/${region}/${service}/aws4_request`;
  const response = await fetch(origin, {
    method: 'POST',
    headers: {
      authorization: `${scope}, SignedHeaders=host, Signature=0`,
      'x-amz-target': `${calls[service].target}.${operation}`,
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Retryable(`${service} ${operation}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

async function removePlace(service: Service, origin: string, prefix: string): Promise<void> {
  const { list, listed, remove, by } = calls[service];
  const all = (await call(service, origin, list, {}))[listed] ?? [];
  const ours = all.filter((name) => name.slice(name.lastIndexOf('/') + 1).startsWith(`${prefix}-`));
  for (const name of ours) await call(service, origin, remove, { [by]: name });
}

/**
 * Opens places on moto, which stands in for Amazon's services: a fresh prefix each,
 * `sqs://KEY:SECRET@host:port/PREFIX?region=us-east-1` (or `kinesis:`; the endpoint is `http://host:port`). Names of queues
 * and streams must begin with `PREFIX-`: what does is deleted when the ground closes.
 *
 * `mortal`: on one that may be struck; it keeps everything in memory, so after `restart` nothing is left, which is moto's
 * way and not Amazon's. `common`: the prefix `parley`, and it stays.
 */
export const onMoto =
  (service: Service) =>
  async ({ mortal = false, common: keep = false }: GroundOptions = {}): Promise<BrokerGround> => {
    const struck = mortal ? await openMortal('moto') : undefined;
    const { motoUrl } = struck?.addresses ?? (await findBroker('moto', ['motoUrl']));
    const { host, username, password } = new URL(motoUrl!);
    const prefix = keep && !mortal ? common : freshName();
    const address = `${service}://${username}:${password}@${host}/${prefix}?region=${region}`;
    const end = async () => {
      struck?.broker.thaw();
      if (prefix !== common) await removePlace(service, `http://${host}`, prefix);
    };
    return { ...groundAt([address], () => end().finally(struck?.close)), broker: struck?.broker };
  };
