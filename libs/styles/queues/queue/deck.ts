import { connect, type ConsumeMessage } from 'amqplib';
import type { DeckProgram } from '@parley/roles';
import { access } from '../access';

/** The deck leaves the name open. */
const queue = 'hello';

/** Not durable, not exclusive, not deleted with its last consumer. */
const declared = { durable: false, exclusive: false, autoDelete: false };

/** Declares the queue, publishes `Hello World!` by the default exchange, without a property, and closes. */
const producer: DeckProgram = async (place) => {
  const connection = await connect(access(place).url);
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, declared);
  place.ready([]);
  channel.publish('', queue, Buffer.from('Hello World!'));
  await channel.close();
  await connection.close();
};

/**
 * Declares the queue, and prints what comes; the broker takes each message for acknowledged as it hands it out. It
 * subscribes once: the deck's loop does so without end.
 */
const consumer: DeckProgram = async (place) => {
  const connection = await connect(access(place).url);
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, declared);
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const print = (message: ConsumeMessage | null) => void begun.then(() => place.say(String(message?.content)));
  await channel.consume(queue, print, { noAck: true });
  place.ready([]);
  begin();
  await new Promise<void>((resolve) => place.signal.addEventListener('abort', () => resolve(), { once: true }));
  await connection.close();
};

export const deck: Record<string, DeckProgram> = { producer, consumer };
