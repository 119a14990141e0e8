import type { Service } from './processes';

/** One exchange as the broker is asked to declare it. */
export interface ExchangeSpec {
  name: string;
  type: 'fanout' | 'direct' | 'topic' | 'headers';
  durable: boolean;
  /** `alternate-exchange`: where goes what no queue takes. */
  arguments?: Record<string, string>;
  /** Exchanges that pass on to this one. */
  bindings?: BindingSpec[];
}

/** From which exchange what comes: of a topic exchange the key is a pattern; of a headers exchange the arguments are what must be there. */
export interface BindingSpec {
  exchange: string;
  routingKey: string;
  /** `x-match` all or any, and headers with their values; null: whatever its value. */
  arguments?: Record<string, string | null>;
}

/** One queue as the broker is asked to declare it, with the bindings that must exist before the first send. */
export interface RabbitQueue {
  name: string;
  arguments: Record<string, string | number | boolean>;
  bindings: BindingSpec[];
}

/** All that must exist on the broker before anybody sends; asserted as one value on a channel of its own. */
export interface RabbitTopology {
  exchanges: ExchangeSpec[];
  queues: RabbitQueue[];
}

/** A queue that a service reads; `owner` serves its dead letters. */
export interface QueueSpec {
  name: string;
  owner: Service;
  deadLetters: string;
  exchange: string;
  routingKey: string;
  message: string;
}

export const exchanges = { milestones: 'milestones', commands: 'commands', dead: 'dead' } as const;

const command = (name: string, owner: Service, message: string): QueueSpec => ({
  name,
  owner,
  deadLetters: `${name}.dead`,
  exchange: exchanges.commands,
  routingKey: name,
  message,
});

const milestones = (owner: Service): QueueSpec => ({
  name: `${owner}.milestones`,
  owner,
  deadLetters: `${owner}.milestones.dead`,
  exchange: exchanges.milestones,
  routingKey: '',
  message: 'parley.fulfilment.v1.Milestone',
});

/** Every queue that a service reads. Each has a dead-letter queue beside it, named in `deadLetters`. */
export const queues: QueueSpec[] = [
  command('payment', 'fulfilment', 'parley.fulfilment.v1.FulfilCommand'),
  command('packing', 'fulfilment', 'parley.fulfilment.v1.FulfilCommand'),
  command('shipping', 'fulfilment', 'parley.fulfilment.v1.FulfilCommand'),
  command('refund', 'fulfilment', 'parley.fulfilment.v1.RefundCommand'),
  command('warehouse.notices', 'inventory', 'parley.inventory.v1.WarehouseNotice'),
  milestones('orders'),
  milestones('notifications'),
];

const live = (queue: QueueSpec): RabbitQueue => ({
  name: queue.name,
  arguments: {
    'x-queue-type': 'quorum',
    // Above the attempts a consumer makes by itself: the broker's own limit is for a message that kills its consumer.
    'x-delivery-limit': 20,
    'x-dead-letter-exchange': exchanges.dead,
    'x-dead-letter-routing-key': queue.deadLetters,
    // The default strategy may lose the letter on its way between two queues; this one needs reject-publish.
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  },
  bindings: [{ exchange: queue.exchange, routingKey: queue.routingKey }],
});

const dead = (queue: QueueSpec): RabbitQueue => ({
  name: queue.deadLetters,
  // Looking at a letter counts as a delivery. RabbitMQ 4 has a default limit of 20, and -1 is refused by 3.x.
  arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 },
  bindings: [{ exchange: exchanges.dead, routingKey: queue.deadLetters }],
});

/** Exchanges, queues and bindings as one value. Durable throughout: the style is persistent. */
export const rabbitTopology: RabbitTopology = {
  exchanges: [
    { name: exchanges.milestones, type: 'fanout', durable: true },
    { name: exchanges.commands, type: 'direct', durable: true },
    { name: exchanges.dead, type: 'direct', durable: true },
  ],
  queues: [...queues.map(live), ...queues.map(dead)],
};

const words = (key: string): string[] => (key === '' ? [] : key.split('.'));

/** Whether a topic exchange finds that a key fits a pattern: words between dots, `*` is one of them, `#` any number. */
export const topicFits = (pattern: string, key: string): boolean => {
  const said = words(key);
  // How many words of the key the pattern may have used up so far.
  let used = new Set([0]);
  for (const word of words(pattern)) {
    const from = Math.min(...used);
    used =
      word === '#'
        ? new Set(Array.from({ length: Math.max(0, said.length + 1 - from) }, (_, index) => from + index))
        : new Set(
            [...used].filter((at) => at < said.length && (word === '*' || word === said[at])).map((at) => at + 1),
          );
  }
  return used.has(said.length);
};

const passes: Record<ExchangeSpec['type'], (bindingKey: string, routingKey: string) => boolean> = {
  fanout: () => true,
  direct: (bindingKey, routingKey) => bindingKey === routingKey,
  topic: topicFits,
  // What it looks at is not known here.
  headers: () => false,
};

/**
 * The names of the queues that a publish reaches, in the order they are declared in, over exchanges that pass on to
 * others too; empty when it is unroutable. Where headers decide, it does not look.
 */
export const queuesReached = (
  exchange: string,
  routingKey: string,
  topology: RabbitTopology = rabbitTopology,
): string[] => {
  const reached = new Set<string>();
  const isReached = ({ exchange: from, routingKey: bindingKey }: BindingSpec): boolean => {
    const type = topology.exchanges.find(({ name }) => name === from)?.type;
    return reached.has(from) && type !== undefined && passes[type](bindingKey, routingKey);
  };
  // A set grows while it is walked.
  reached.add(exchange);
  for (const _ of reached)
    for (const { name, bindings = [] } of topology.exchanges) if (bindings.some(isReached)) reached.add(name);
  return topology.queues.filter(({ bindings }) => bindings.some(isReached)).map(({ name }) => name);
};
