import { onRabbitmq } from '@parley/brokers';

export type Address = 'amqpUrl' | 'amqp10Url' | 'stompUrl' | 'mqttUrl';
const all: readonly Address[] = ['amqpUrl', 'amqp10Url', 'stompUrl', 'mqttUrl'];

/** A virtual host, and its address by each of the broker's protocols. The ground of one protocol has that one's only. */
export async function openOneVhost() {
  const grounds = await Promise.all(all.map((name) => onRabbitmq(name)()));
  const [{ vhost, manage }] = grounds as [(typeof grounds)[0]];
  const addresses = Object.fromEntries(
    grounds.map((ground, index) => [all[index]!, ground.connect('any', 0)[0]!.replaceAll(ground.vhost, vhost)]),
  ) as Record<Address, string>;
  return {
    addresses,
    vhost,
    manage,
    close: async () => void (await Promise.all(grounds.map((ground) => ground.close()))),
  };
}
