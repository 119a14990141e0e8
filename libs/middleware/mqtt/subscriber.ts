import { Fatal } from '@parley/faults';
import type { IPublishPacket } from 'mqtt';
import { openHands, openLink, type TakingOptions } from '../brokered';
import { dialMqtt, type ConnectionOptions, type MqttLine } from './connection';

export interface MqttDelivery {
  topic: string;
  body: Buffer;
  qos: number;
  /** The broker has sent it before. */
  dup: boolean;
}

export interface MqttSubscriberOptions<T>
  extends Pick<ConnectionOptions, 'url' | 'keepalive'>, Omit<TakingOptions<MqttDelivery, T>, 'exhausted'> {
  /** Names the session: with `persistent`, what comes while nobody of that id is there is stored for it. */
  clientId: string;
  /** Topic filters, with `+` for one level and `#` for all that follow. */
  filters: string[];
  qos?: 0 | 1;
  /** Whether the session outlives the connection; default true. */
  persistent?: boolean;
  /** Calls of the handler before a message is thrown away: MQTT has no way to give one back, nor a dead-letter queue. */
  attempts?: number;
}

export interface MqttSubscriber {
  /** Takes nothing more, lets running handlers end, acknowledges, ends the connection; the session stays. */
  close(): Promise<void>;
}

const puback = (id: number): Buffer => Buffer.from([0x40, 2, id >> 8, id & 0xff]);

const subscribe = ({ client }: MqttLine, filters: string[], qos: 0 | 1): Promise<void> =>
  new Promise((resolve, reject) => {
    client.subscribe(filters, { qos }, (error, granted = []) => {
      if (error) return reject(new Fatal(`not subscribed: ${error.message}`, { reason: 'subscription' }));
      const refused = granted.filter((one) => one.qos > 2).map(({ topic }) => topic);
      if (refused.length > 0)
        return reject(new Fatal(`the broker refuses ${refused.join(', ')}`, { reason: 'subscription' }));
      resolve();
    });
  });

/**
 * Makes a session that the broker keeps, or finds it, with these subscriptions, and leaves it: from then on the broker
 * stores what they want. Nothing is taken from it. Rejects Fatal where the broker refuses, else Retryable.
 */
export async function declareMqttSession(options: {
  url: string;
  clientId: string;
  filters: string[];
  withinMs: number;
}): Promise<void> {
  const listen = (line: MqttLine): void => {
    line.client.handleMessage = (_packet, callback) => callback(new Error('not acknowledged'));
  };
  const prepare = (line: MqttLine) => subscribe(line, options.filters, 1);
  const link = await openLink({
    dial: (signal) => dialMqtt({ ...options, clean: false, listen, prepare }, signal),
    withinMs: options.withinMs,
  });
  await link.close();
}

/** Opens a subscriber; resolves when the broker has its subscriptions. Rejects Fatal where it refuses, else Retryable. */
export async function openMqttSubscriber<T>(options: MqttSubscriberOptions<T>): Promise<MqttSubscriber> {
  const { filters, qos = 1, persistent = true, withinMs } = options;
  const hands = openHands(options);

  const listen = (line: MqttLine): void => {
    let before: Promise<unknown> = Promise.resolve();

    const take = async (packet: IPublishPacket, acknowledged: Promise<unknown>): Promise<void> => {
      const { topic, payload, messageId, dup } = packet;
      const handled = await hands.take(() => ({ topic, body: Buffer.from(payload), qos: packet.qos, dup }));
      // The protocol wants acknowledgements in the order of the deliveries.
      const isNext = await acknowledged;
      if (handled.is === 'given back' || isNext === false) throw new Error('kept by the session');
      if (packet.qos > 0 && !line.client.stream.destroyed) line.client.stream.write(puback(messageId!));
    };

    // The library acknowledges when this calls back, and reads nothing, no answer to its own sign of life either,
    // until then. Called back with an error it goes on and leaves the acknowledgement to us.
    line.client.handleMessage = (packet, callback) => {
      callback(new Error('acknowledged later'));
      if (hands.isStopped()) return;
      const mine = take(packet, before).then(
        () => true,
        () => false,
      );
      before = mine;
      hands.hold(mine);
    };
  };

  const kept = await openLink({
    dial: (signal) =>
      dialMqtt({ ...options, clean: !persistent, listen, prepare: (line) => subscribe(line, filters, qos) }, signal),
    withinMs,
  });
  return { close: () => hands.close(kept) };
}
