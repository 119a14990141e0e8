import { onRabbitmq } from '@parley/brokers';
import type { GroundOptions } from '@parley/roles';

const open = onRabbitmq('amqpUrl');

/** Two virtual hosts, each a broker to those on it; one, where there is only one to be had. */
export const openGround = async (options: GroundOptions = {}) => {
  const near = await open(options);
  const isOne = options.mortal || options.common;
  const far = isOne
    ? near
    : await open(options).catch(async (error: unknown) => {
        await near.close();
        throw error;
      });
  const both = [...near.connect('router', 0), ...far.connect('router', 0)];
  const connect = (role: string): string[] => {
    if (role === 'sender' || role === 'router-a') return near.connect(role, 0);
    return role === 'receiver' ? far.connect(role, 0) : both;
  };
  const close = async () => {
    await near.close();
    if (!isOne) await far.close();
  };
  return { ...near, near, far, connect, close };
};
