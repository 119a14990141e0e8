import { onRabbitmq } from '@parley/brokers';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { SetUp, Stage } from '@parley/roles';
import { openCast, type Actor } from '@parley/staging';

/** Roles as processes around a place of their own on a RabbitMQ, made ready, and a look at its queues. */
export async function openCastAtBroker({ out }: Stage, setUp?: SetUp) {
  const ground = await onRabbitmq('amqpUrl')();
  const [url = ''] = ground.connect('setup', 0);
  await setUp?.({ connect: [url], receivers: [] });
  const rabbit = await connectRabbit({ url, name: 'onlooker', log: () => undefined });
  const cast = openCast(out);
  return {
    url,
    ground,
    rabbit,
    cast,
    start: (style: string, role: string, name: string, deadlineMs?: number): Promise<Actor> =>
      cast.start(style, role, name, { connect: url, deadlineMs }),
    close: async (): Promise<void> => {
      await cast.close();
      await rabbit.close();
      await ground.close();
    },
  };
}
