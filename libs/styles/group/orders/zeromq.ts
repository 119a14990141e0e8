import { openPublisher, openSubscriber } from '@parley/middleware/zeromq';
import type { OpenMulticast } from './multicast';

const topic = 'group';
const joinsWithinMs = 5000;

/**
 * ZeroMQ with its XSUB/XPUB proxy between (`openForwarder`, a process of its own): all messages go through one queue, so
 * the proxy is a sequencer, but nobody repeats what it, or a connection, has lost.
 */
export const throughProxy =
  (proxy: { publishers: string; subscribers: string }): OpenMulticast =>
  async (members, deliver) => {
    const publishers = new Map(
      await Promise.all(
        members.map(
          async (member) =>
            [member, await openPublisher({ connect: [proxy.publishers], highWaterMark: 100_000 })] as const,
        ),
      ),
    );
    const subscribers = await Promise.all(
      members.map((member) =>
        openSubscriber({
          topics: [topic],
          connect: [proxy.subscribers],
          highWaterMark: 100_000,
          handle: async (_, [id]) => deliver(member, String(id)),
          refused: () => undefined,
        }),
      ),
    );
    const joined = await Promise.all(subscribers.map((one) => one.joined(members.length, joinsWithinMs)));
    if (joined.includes(false)) throw new Error('a subscriber was not heard by every publisher');
    return {
      send: (member, id) => publishers.get(member)!.publish(topic, [id], { deadlineMs: 2000 }),
      close: async () => {
        await Promise.all([...publishers.values()].map((publisher) => publisher.close()));
        await Promise.all(subscribers.map((subscriber) => subscriber.close()));
      },
    };
  };
