import { Fatal, Retryable } from '@parley/faults';
import type { GroundOptions, MortalBroker } from '@parley/roles';
import { findBroker } from './find';
import { openMortal } from './mortal';
import { type BrokerGround, common, freshName, groundAt } from './place';

/** The protocol by which the roles talk with the broker; `…s`: over TLS. */
export type RabbitProtocol =
  'amqpUrl' | 'amqp10Url' | 'mqttUrl' | 'stompUrl' | 'amqpsUrl' | 'amqp10sUrl' | 'mqttsUrl' | 'stompsUrl';

export interface RabbitGround extends BrokerGround {
  vhost: string;
  /** Calls the management API, e.g. `manage('GET', 'queues/%2F…')`; undefined where it answers 404. Rejects typed. */
  manage(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
}

const requestMs = 30_000;

type Manage = RabbitGround['manage'];

const managed =
  (api: string): Manage =>
  async (method, path, body) => {
    const { origin, username, password } = new URL(api);
    const authorization = `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const what = `${method} ${origin}/api/${path}`;
    const asked = { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(requestMs) };
    const response = await fetch(`${origin}/api/${path}`, asked).catch((error: Error) => {
      throw new Retryable(`${what}: ${error.message}`, { cause: error });
    });
    if (response.status === 404) return undefined;
    const text = await response.text();
    if (!response.ok) throw new Fatal(`${what}: ${response.status} ${text}`, { reason: 'management' });
    return text === '' ? undefined : JSON.parse(text);
  };

/** The address of a virtual host, as the clients of each protocol name it. */
const addressIn = (protocol: RabbitProtocol, broker: string, vhost: string): string => {
  const url = new URL(broker);
  const by = protocol.replace(/s?Url$/, '');
  if (by === 'mqtt') url.username = `${vhost}:${decodeURIComponent(url.username)}`;
  else url.pathname = by === 'amqp10' ? '/' : `/${vhost}`;
  if (by === 'amqp10') url.searchParams.set('hostname', `vhost:${vhost}`);
  return url.href;
};

/** A virtual host on the broker at these addresses. */
async function openVhost(
  protocol: RabbitProtocol,
  { url, api }: { url: string; api: string },
  keep: boolean,
): Promise<RabbitGround> {
  const vhost = keep ? common : freshName();
  const manage = managed(api);
  await manage('PUT', `vhosts/${vhost}`);
  const user = decodeURIComponent(new URL(url).username) || 'guest';
  await manage('PUT', `permissions/${vhost}/${user}`, { configure: '.*', write: '.*', read: '.*' });
  const remove = async () => void (keep || (await manage('DELETE', `vhosts/${vhost}`)));
  return { ...groundAt([addressIn(protocol, url, vhost)], remove), vhost, manage };
}

/** By which of the broker's listeners: AMQP 1.0 is on AMQP's own. */
const brokerName = {
  amqpUrl: 'amqpUrl',
  amqp10Url: 'amqpUrl',
  mqttUrl: 'mqttUrl',
  stompUrl: 'stompUrl',
  amqpsUrl: 'amqpsUrl',
  amqp10sUrl: 'amqpsUrl',
  mqttsUrl: 'mqttsUrl',
  stompsUrl: 'stompsUrl',
} as const satisfies Record<RabbitProtocol, string>;

/**
 * Opens places on a RabbitMQ: a fresh virtual host each, deleted when the ground closes. What a role is told to connect to:
 * - amqpUrl: `amqp://guest:guest@host:port/VHOST`
 * - amqp10Url: `amqp://guest:guest@host:port/?hostname=vhost%3AVHOST`: `hostname` of the open frame, by which RabbitMQ's
 *   AMQP 1.0 chooses the virtual host
 * - mqttUrl: `mqtt://VHOST%3Aguest:guest@host:port`: the user is `VHOST:guest`
 * - stompUrl: `stomp://guest:guest@host:port/VHOST`: the path is the header `host`
 * - amqpsUrl, amqp10sUrl, mqttsUrl, stompsUrl: the same by `amqps:`, `mqtts:`, `stomp+ssl:`, and `ca=FILE` names the
 *   certificate to trust, one that nobody has signed
 *
 * `mortal`: on a broker that may be struck, by one ground at a time. `common`: a virtual host that stays.
 */
export const onRabbitmq =
  (protocol: RabbitProtocol) =>
  async ({ mortal = false, common: keep = false }: GroundOptions = {}): Promise<RabbitGround> => {
    const name = brokerName[protocol];
    if (!mortal) {
      const found = await findBroker('rabbitmq', [name, 'rabbitApi']);
      return openVhost(protocol, { url: found[name], api: found.rabbitApi }, keep);
    }
    const { addresses, broker, close } = await openMortal('rabbitmq');
    try {
      const ground = await openVhost(protocol, { url: addresses[name]!, api: addresses.rabbitApi! }, false);
      const end = async () => {
        broker.thaw();
        await ground.close();
      };
      return { ...ground, broker, close: () => end().finally(close) };
    } catch (error) {
      await close();
      throw error;
    }
  };

export interface TwoRabbitmqs extends BrokerGround {
  /** A place on each; the second broker may be struck. */
  brokers: [RabbitGround, RabbitGround];
  broker: MortalBroker;
}

/**
 * Opens a place on each of two RabbitMQs that know nothing of each other; a role is told both addresses, the first broker's
 * first. The second one is the mortal one: it is this ground's alone until that closes.
 */
export const onTwoRabbitmqs =
  (protocol: RabbitProtocol) =>
  async ({ common: keep = false }: GroundOptions = {}): Promise<TwoRabbitmqs> => {
    const second = await onRabbitmq(protocol)({ mortal: true });
    try {
      const first = await onRabbitmq(protocol)({ common: keep });
      const addresses = [...first.connect('', 0), ...second.connect('', 0)];
      const close = async () => {
        await first.close().finally(second.close);
      };
      return { ...groundAt(addresses, close), brokers: [first, second], broker: second.broker! };
    } catch (error) {
      await second.close();
      throw error;
    }
  };
