import type { ChannelModel } from 'amqplib';
import type { RabbitTopology } from '@parley/topology';

/**
 * Declares exchanges, queues and bindings, all durable, on a channel of its own: a queue that is there with other
 * arguments closes the channel (406), and nobody else's.
 */
export const declareTopology = async (connection: ChannelModel, topology: RabbitTopology): Promise<void> => {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  await Promise.all(
    topology.exchanges.map(({ name, type, durable, arguments: args }) =>
      channel.assertExchange(name, type, { durable, arguments: args }),
    ),
  );
  await Promise.all(
    topology.exchanges.flatMap(({ name, bindings = [] }) =>
      bindings.map(({ exchange, routingKey, arguments: args }) =>
        channel.bindExchange(name, exchange, routingKey, args),
      ),
    ),
  );
  await Promise.all(
    topology.queues.map(({ name, arguments: args }) => channel.assertQueue(name, { durable: true, arguments: args })),
  );
  await Promise.all(
    topology.queues.flatMap(({ name, bindings }) =>
      bindings.map(({ exchange, routingKey, arguments: args }) => channel.bindQueue(name, exchange, routingKey, args)),
    ),
  );
  await channel.close();
};
