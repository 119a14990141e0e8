import { randomUUID } from 'node:crypto';
import { connect, type Channel } from 'amqplib';
import type { Fatal } from '@parley/faults';
import { afterwards } from '../brokered/testing';
import { openAmqp1Receiver, openAmqp1Sender, type Amqp1Message, type Amqp1ReceiverOptions } from './index';

export const url = (): string => process.env.PARLEY_TEST_AMQP_URL ?? '';

/** The broker by its own protocol, to look at what the other has left. */
export const channel = async (): Promise<Channel> => {
  const connection = await connect(url());
  afterwards(() => connection.close());
  return connection.createChannel();
};

/** A queue of a name that nobody has, gone after the test, and its address by AMQP 1.0. */
export const freshQueue = async (args: Record<string, unknown> = {}): Promise<{ name: string; address: string }> => {
  const by = await channel();
  const name = `test.${randomUUID()}`;
  await by.assertQueue(name, { durable: true, arguments: args });
  afterwards(() => by.deleteQueue(name));
  return { name, address: `/amq/queue/${name}` };
};

export const messageOf = (id: string, more: Partial<Amqp1Message> = {}): Amqp1Message => ({
  id,
  properties: {},
  body: Buffer.from(id),
  ...more,
});

export const sending = async (target: string, more: object = {}) => {
  const sender = await openAmqp1Sender({ url: url(), name: 'test', target, withinMs: 10_000, ...more });
  afterwards(sender.close);
  return sender;
};

export const receiving = async (
  source: string,
  handle: (message: Amqp1Message) => Promise<void>,
  more: Partial<Amqp1ReceiverOptions<Amqp1Message>> = {},
) => {
  const refused: Fatal[] = [];
  const receiver = await openAmqp1Receiver<Amqp1Message>({
    url: url(),
    name: 'test',
    source,
    withinMs: 10_000,
    decode: (message) => message,
    handle,
    refused: (error) => void refused.push(error),
    ...more,
  });
  afterwards(receiver.close);
  return { ...receiver, refused };
};
