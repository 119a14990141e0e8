import { onRabbitmq } from '@parley/brokers';
import { openMqttPublisher, openMqttSubscriber } from '@parley/middleware/mqtt';
import type { Show } from '@parley/roles';
import { pulled, tells } from '../../shown/pulled';
import { sessionOf } from '../place';

const topic = 'parley/shown';

async function measured() {
  const ground = await onRabbitmq('mqttUrl')();
  const [url] = ground.connect('publisher', 0) as [string];
  const came: string[] = [];
  const subscriber = await openMqttSubscriber({
    url,
    clientId: sessionOf(url, 'shown'),
    filters: [topic],
    persistent: false,
    withinMs: 10_000,
    decode: ({ body }) => body,
    handle: async (body) => void came.push(body.toString()),
    refused: () => undefined,
  });
  const by = (qos: 0 | 1) =>
    pulled({
      url,
      open: async (through) => {
        const publisher = await openMqttPublisher({ url: through, name: 'shown', withinMs: 10_000 });
        const send = (body: Buffer) => publisher.publish(topic, body, { qos, deadlineMs: 1000 });
        return { send, close: publisher.close };
      },
      arrived: () => came,
    });
  try {
    return { never: await by(0), once: await by(1) };
  } finally {
    await subscriber.close();
    await ground.close();
  }
}

export const show: Show = {
  title: 'Quality of service 0 and 1: a cable is pulled out',
  rows: ['S34'],
  run: async () => {
    const { never, once } = await measured();
    return [
      { says: 'QoS 0: the publisher believes that all is well', ...tells(never, false) },
      { says: 'QoS 1: no PUBACK came, and the publisher is told', ...tells(once, true) },
    ];
  },
};
