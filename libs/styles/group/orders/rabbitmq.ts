import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { RabbitTopology } from '@parley/topology';
import type { OpenMulticast } from './multicast';

const exchange = 'group';
const queueOf = (member: string): string => `group.${member}`;

const topologyOf = (members: readonly string[]): RabbitTopology => ({
  exchanges: [{ name: exchange, type: 'fanout', durable: true }],
  queues: members.map((member) => ({
    name: queueOf(member),
    arguments: {},
    bindings: [{ exchange, routingKey: '' }],
  })),
});

/**
 * A fan-out of RabbitMQ: each member publishes to one exchange over a connection of its own, and consumes a queue of its
 * own. Each queue has an order; nobody says that two queues have the same one.
 */
export const fanOut =
  (url: string): OpenMulticast =>
  async (members, deliver) => {
    const topology = topologyOf(members);
    const all = await Promise.all(
      members.map(async (member) => {
        const rabbit = await connectRabbit({ url, name: member, topology, notes: false });
        const take = async ({ body }: { body: Buffer }) => deliver(member, String(body));
        await rabbit.consume({ queue: queueOf(member), prefetch: 500, oneAtATime: true, anonymous: true }, take).ready;
        return [member, { rabbit, publisher: rabbit.publisher({ window: 500 }) }] as const;
      }),
    );
    const by = new Map(all);
    return {
      send: (member, id) =>
        by.get(member)!.publisher.publish({
          exchange,
          routingKey: '',
          type: 'text',
          contentType: 'text/plain',
          body: Buffer.from(id),
          messageId: id,
          persistent: false,
        }),
      close: async () => void (await Promise.all(all.map(([, { rabbit }]) => rabbit.close()))),
    };
  };
