import type { RabbitTopology } from '@parley/topology';
import { openAmqp1Receiver, openAmqp1Sender } from '@parley/middleware/amqp1';
import { openMqttPublisher, openMqttSubscriber } from '@parley/middleware/mqtt';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import { openStompReceiver, openStompSender } from '@parley/middleware/stomp';
import type { Carried } from '../envelope';

/** The four protocols that one RabbitMQ speaks. */
export const protocols = ['AMQP 0-9-1', 'AMQP 1.0', 'STOMP', 'MQTT'] as const;
export type Protocol = (typeof protocols)[number];

/** One end of a protocol: puts by it, or is given what comes by it. */
interface Ends {
  put(message: Carried): Promise<void>;
  close(): Promise<void>;
}
type OpenEnds = (url: string, got: (message: Carried) => void) => Promise<Ends>;

// One place for all: RabbitMQ's topic exchange, which MQTT cannot choose. Its `/` is the other protocols' `.`.
const [exchange, key] = ['amq.topic', 'parley.any'];
const deadlineMs = 10_000;
const opening = { withinMs: deadlineMs, name: 'every-protocol' };

/** A queue for each of those that take from queues, bound where all is put. */
export const topology: RabbitTopology = {
  exchanges: [{ name: exchange, type: 'topic', durable: true }],
  queues: ['amqp091', 'amqp1', 'stomp'].map((name) => ({
    name: `got.${name}`,
    arguments: {},
    bindings: [{ exchange, routingKey: key }],
  })),
};

const taking = (got: (message: Carried) => void) => ({
  handle: async (message: Carried) => got(message),
  refused: (error: Error) => process.stderr.write(`refused: ${error.message}\n`),
});

const amqp091: OpenEnds = async (url, got) => {
  const rabbit = await connectRabbit({ url, name: opening.name, topology, connectWithinMs: deadlineMs });
  const publisher = rabbit.publisher({ deadlineMs });
  const options = { queue: 'got.amqp091', prefetch: 5, anonymous: true };
  const consumer = rabbit.consume(options, async ({ messageId: id, ...rest }) => got({ id, ...rest }));
  await consumer.ready;
  return {
    put: ({ id = '', type = '', contentType = '', headers, body }) =>
      publisher.publish({ exchange, routingKey: key, messageId: id, type, contentType, headers, body }),
    close: rabbit.close,
  };
};

const amqp1: OpenEnds = async (url, got) => {
  const sender = await openAmqp1Sender({ ...opening, url, target: `/exchange/${exchange}/${key}` });
  const receiver = await openAmqp1Receiver({
    ...opening,
    ...taking(got),
    url,
    source: '/amq/queue/got.amqp1',
    decode: ({ subject: type, properties: headers, ...rest }) => ({ ...rest, type, headers }),
  });
  return {
    put: ({ type: subject, headers: properties, ...rest }) => sender.send({ ...rest, subject, properties }, deadlineMs),
    close: async () => void (await Promise.all([sender.close(), receiver.close()])),
  };
};

const stomp: OpenEnds = async (url, got) => {
  const sender = await openStompSender({ ...opening, url, destination: `/exchange/${exchange}/${key}` });
  const destination = '/amq/queue/got.stomp';
  const receiver = await openStompReceiver({ ...opening, ...taking(got), url, destination, decode: (frame) => frame });
  return {
    put: (message) => sender.send(message, deadlineMs),
    close: async () => void (await Promise.all([sender.close(), receiver.close()])),
  };
};

const mqtt: OpenEnds = async (url, got) => {
  const topic = key!.replace('.', '/');
  const publisher = await openMqttPublisher({ ...opening, url });
  const subscriber = await openMqttSubscriber({
    ...opening,
    ...taking(got),
    url,
    clientId: 'got-mqtt',
    filters: [topic],
    decode: ({ body }) => ({ body, headers: {} }),
  });
  return {
    // A topic and bytes are all that there is room for.
    put: ({ body }) => publisher.publish(topic, body, { deadlineMs }),
    close: async () => void (await Promise.all([publisher.close(), subscriber.close()])),
  };
};

/** How each is opened, and under which name a ground knows its address. */
export const ends: Record<Protocol, { address: 'amqpUrl' | 'amqp10Url' | 'stompUrl' | 'mqttUrl'; open: OpenEnds }> = {
  'AMQP 0-9-1': { address: 'amqpUrl', open: amqp091 },
  'AMQP 1.0': { address: 'amqp10Url', open: amqp1 },
  STOMP: { address: 'stompUrl', open: stomp },
  MQTT: { address: 'mqttUrl', open: mqtt },
};
