import { claimsTo, type Style } from '../style';

const claim = claimsTo('The lab');

export const rabbitmqQueue: Style = {
  id: 'rabbitmq-queue',
  title: 'Work queue with a broker, RabbitMQ quorum queue',
  family: 'queues',
  middleware: 'rabbitmq',
  rows: ['S27', 'S28'],
  persistence: claim('queue', 'a quorum queue keeps every message on disk until it is acknowledged', 'broker killed'),
  release: claim(
    'stored',
    'the confirm comes when the queue’s log has the message; without confirms: nothing is known',
    'point of release',
  ),
  cardinality: claim('anycast', 'each message goes to one of the queue’s consumers', 'fan-out count'),
  order: claim(
    { kinds: ['fifo'], scope: 'queue' },
    'with one consumer and no redelivery: what is requeued goes to the tail of a quorum queue',
    'order with redelivery',
  ),
  delivery: claim(
    'at least once',
    'unacknowledged messages are delivered again when a consumer dies',
    'consumer killed',
  ),
  full: claim(
    'block',
    'the publisher waits for confirms within its window; an alarm stops its connection',
    'broker alarm',
  ),
  uncoupling: {
    space: claim(true, 'both know the exchange or the queue, neither the other', 'what each side must know'),
    time: claim(true, 'the sender may be gone before the receiver is started', 'receiver down while sending'),
    synchronisation: claim(true, 'the sender waits for the broker, never for the receiver', 'point of release'),
  },
  acknowledges: true,
  redelivers: true,
  groups: false,
  replays: false,
  requestReply: false,
  headers: true,
  maxBytes: 128 * 1024 * 1024,
  roles: [
    { name: 'sender', knows: ['the broker’s address', 'exchange and routing key', 'the message type'] },
    { name: 'broker', binds: true, port: 5672, knows: ['exchanges, queues, bindings'] },
    { name: 'receiver', knows: ['the broker’s address', 'the queue', 'the message type'] },
  ],
  setup: ['exchange', 'queue, with its dead-letter queue', 'binding'],
};
