import type { Fatal } from '@parley/faults';
import { encode, type ContentType, type Message } from '@parley/marshalling';
import { connectRabbit, type Rabbit } from '@parley/middleware/rabbitmq';
import type { Application, Place } from '@parley/roles';

/** Where several roles stand in one process, and a look at the queues of their broker. */
export async function openStandAt(url: string) {
  const rabbit: Rabbit = await connectRabbit({ url, name: 'onlooker', log: () => undefined });
  const open: { close(): Promise<void> }[] = [];
  return {
    url,
    rabbit,
    place: (name: string, role?: string): Place => ({
      bind: [],
      connect: [url],
      name,
      ...(role && { role }),
      deadlineMs: 5000,
      credentials: 'right',
    }),
    /** Closed at the end, the last one first. */
    keep: async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
      const opened = await opening;
      open.unshift(opened);
      return opened;
    },
    close: async (): Promise<void> => {
      for (const one of open) await one.close();
      await rabbit.close();
    },
  };
}
export type Stand = Awaited<ReturnType<typeof openStandAt>>;

/** An application that keeps what it is given. */
export function openDesk() {
  const taken: Message[] = [];
  const refused: Fatal[] = [];
  const application: Application = {
    notify: async (message) => void taken.push(message),
    reserve: async (message) => message,
    refused: (error) => void refused.push(error),
  };
  return { taken, refused, application };
}

/** A message with an order event for a body. */
export const orderEvent = (
  seq: number,
  event: object,
  { contentType = 'application/json' as ContentType, ...more }: Partial<Message> & { contentType?: ContentType } = {},
): Message => ({
  id: `order-${seq}`,
  sender: 'orders',
  seq,
  headers: {},
  ...encode('parley.orders.v1.OrderEvent', event, contentType),
  ...more,
});
