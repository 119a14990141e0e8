import { openAmqp1Sender } from '@parley/middleware/amqp1';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { Show } from '@parley/roles';
import { openOneVhost } from '../../shown/one-vhost';
import { pulled, tells } from '../../shown/pulled';

const queue = 'settlement';

async function measured() {
  const { addresses, close } = await openOneVhost();
  const topology = { exchanges: [], queues: [{ name: queue, arguments: {}, bindings: [] }] };
  const rabbit = await connectRabbit({ url: addresses.amqpUrl, name: 'show', topology });
  const arrived: string[] = [];
  rabbit.consume({ queue, prefetch: 10, anonymous: true }, async ({ body }) => void arrived.push(body.toString()));
  const by = (settle: 'settled' | 'unsettled') =>
    pulled({
      url: addresses.amqp10Url,
      open: async (url) => {
        const target = `/amq/queue/${queue}`;
        const sender = await openAmqp1Sender({ url, name: 'show', target, settle, withinMs: 10_000 });
        return { send: (body) => sender.send({ properties: {}, body }, 1000), close: sender.close };
      },
      arrived: () => arrived,
    });
  try {
    return { settled: await by('settled'), unsettled: await by('unsettled') };
  } finally {
    await rabbit.close();
    await close();
  }
}

export const show: Show = {
  title: 'Settled before it is sent, or when the broker has it: a cable is pulled out',
  rows: ['S34'],
  run: async () => {
    const { settled, unsettled } = await measured();
    return [
      { says: 'sent settled: the sender believes that all is well', ...tells(settled, false) },
      { says: 'sent unsettled: the sender knows that it does not know', ...tells(unsettled, true) },
    ];
  },
};
