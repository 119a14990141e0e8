import { randomUUID } from 'node:crypto';
import { Fatal, OutcomeUnknown } from '@parley/faults';
import { openLink, openOutbox } from '../brokered';
import { dialMqtt, type ConnectionOptions, type MqttLine } from './connection';

export interface MqttPublisherOptions extends Pick<ConnectionOptions, 'url' | 'keepalive'> {
  /** Begins its client id; the rest is drawn, as two of one id would throw each other out. */
  name: string;
  /** How long the first connection is tried for, in ms. */
  withinMs: number;
}

export interface MqttPublisher {
  /**
   * QoS 1 resolves with the broker's PUBACK: RabbitMQ gives it when all sessions that want it have it stored. QoS 0
   * resolves when the bytes have been handed to the socket, and nobody will say more. Rejects within `deadlineMs`:
   * Retryable, Fatal (`topic`, `closed`) or OutcomeUnknown. The body may be changed as soon as it has returned.
   */
  publish(topic: string, body: Buffer, options: { qos?: 0 | 1; deadlineMs: number }): Promise<void>;
  /** Takes nothing more, lets everything settle, ends the connection. Twice is once. */
  close(): Promise<void>;
}

interface Publication {
  topic: string;
  body: Buffer;
  qos: 0 | 1;
}

/** A routing key of AMQP 0-9-1, which RabbitMQ makes of a topic, is no longer. */
const maxTopicBytes = 255;

/** More bytes than this do not wait in the socket: the library would take any number of them. */
const socketBytes = 1024 * 1024;

/** Opens a publisher; resolves when it is let in. Rejects Fatal where the broker refuses it, else Retryable. */
export async function openMqttPublisher(options: MqttPublisherOptions): Promise<MqttPublisher> {
  const { name, withinMs } = options;
  const clientId = `${name}-${randomUUID()}`;
  let line: MqttLine | undefined;

  const outbox = openOutbox<Publication>({
    window: 256,
    roomBytes: 256 * 1024 * 1024,
    way: {
      isOpen: () => line !== undefined && !line.client.disconnecting && line.left() < socketBytes,
      hand: ({ topic, body, qos }, settle) => {
        const from = line;
        // What the library calls back for a connection that is gone has been settled already.
        line!.client.publish(topic, body, { qos }, (error) => {
          if (from !== line) return;
          settle(error ? new OutcomeUnknown(`not acknowledged: ${error.message}`, { cause: error }) : undefined);
        });
      },
    },
  });

  const kept = await openLink({
    dial: (signal) => dialMqtt({ ...options, clientId, clean: true, drained: outbox.pump }, signal),
    opened: (open) => {
      line = open;
      outbox.pump();
    },
    lost: (why) => {
      line = undefined;
      outbox.lost(why);
    },
    refused: outbox.refuse,
    withinMs,
  });

  let closed: Promise<void> | undefined;
  return {
    publish: async (topic, body, { qos = 1, deadlineMs }) => {
      // The broker would end the connection for it, and with it what others have under way.
      if (topic === '' || /[#+\0]/.test(topic) || Buffer.byteLength(topic) > maxTopicBytes)
        throw new Fatal(`nothing can be published on ${JSON.stringify(topic)}`, { reason: 'topic' });
      return outbox.submit({ topic, body: Buffer.from(body), qos }, body.length, deadlineMs);
    },
    close: () => (closed ??= outbox.close().then(() => kept.close())),
  };
}
