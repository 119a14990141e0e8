import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { SetUp } from '@parley/roles';
import { entity, queue } from './place';

const dead = `${queue}.dead`;

/** RabbitMQ's virtual host in the address of its AMQP 0-9-1; by AMQP 1.0 a queue with dead letters cannot be declared. */
const declaring = (address: string): string => {
  const url = new URL(address);
  url.pathname = `/${(url.searchParams.get('hostname') ?? '').replace('vhost:', '')}`;
  url.searchParams.delete('hostname');
  return url.href;
};

/** A queue with a queue for its dead letters, as every entity of Service Bus has one. */
export const setUp: SetUp = async ({ connect: [address = entity.port] }) => {
  const args = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': dead };
  const topology = {
    exchanges: [],
    queues: [
      { name: queue, arguments: args, bindings: [] },
      { name: dead, arguments: {}, bindings: [] },
    ],
  };
  const rabbit = await connectRabbit({ url: declaring(address), name: 'setup', topology });
  await rabbit.close();
};
