import type { Service } from './processes';
import { queues } from './rabbit';
import { topics } from './kafka';

export type Style = 'http' | 'grpc' | 'zeromq' | 'rabbitmq' | 'kafka' | 'smtp';

/**
 * One hop of a message between two processes. `from` and `to` are services (`client` is whoever calls the HTTP API);
 * roles tell the processes of one service apart. `channel` is as in spans and evidence: `package.Service/Method`,
 * the queue that is consumed, the topic, `price-jobs`, `price-results`, `mail`, `METHOD /path`.
 * `message` is the Protobuf type that goes, '' where the hop carries none of ours.
 */
export interface Edge {
  from: Service | 'client';
  fromRole?: string;
  to: Service;
  toRole?: string;
  style: Style;
  channel: string;
  message: string;
}

type End = [Service, role?: string];
const ends = ([from, fromRole]: End, [to, toRole]: End) => ({
  from,
  ...(fromRole && { fromRole }),
  to,
  ...(toRole && { toRole }),
});

const http = (channel: string): Edge => ({ from: 'client', to: 'gateway', style: 'http', channel, message: '' });

const call = (from: Service, to: End, service: string, method: string): Edge => ({
  ...ends([from], to),
  style: 'grpc',
  channel: `${service}/${method}`,
  message: `${service.slice(0, service.lastIndexOf('.'))}.${method}Request`,
});

const place = (method: string) => call('gateway', ['orders'], 'parley.orders.v1.Orders', method);
const stock = (method: string) => call('orders', ['inventory'], 'parley.inventory.v1.Inventory', method);

const queued = (from: End, to: End, channel: string): Edge => {
  const queue = queues.find((each) => each.name === channel);
  if (!queue) throw new Error(`no queue ${channel}`);
  return { ...ends(from, to), style: 'rabbitmq', channel, message: queue.message };
};

const milestonesOf = (role: string): Edge[] => [
  queued(['fulfilment', role], ['orders'], 'orders.milestones'),
  queued(['fulfilment', role], ['notifications'], 'notifications.milestones'),
];

const logged = (to: Service): Edge => ({
  from: 'orders',
  to,
  style: 'kafka',
  channel: topics.orders.name,
  message: 'parley.orders.v1.OrderEvent',
});
const events: Edge[] = [logged('analytics'), logged('views')];
/** A customer's account changes: asked of one replica, and executed by each as the log has it. */
const accounted = (role: string): Edge[] => [
  {
    ...call('fulfilment', ['ledger'], 'parley.ledger.v1.Ledger', 'Write'),
    ...ends(['fulfilment', role], ['ledger']),
  },
  {
    from: 'ledger',
    to: 'ledger',
    style: 'kafka',
    channel: topics.ledger.name,
    message: 'parley.ledger.v1.Operation',
  },
];
const mail: Edge = { from: 'notifications', to: 'mailhost', style: 'smtp', channel: 'mail', message: '' };

const priced: Edge[] = [
  call('orders', ['pricing', 'quote'], 'parley.pricing.v1.Pricing', 'Quote'),
  {
    ...ends(['pricing', 'quote'], ['pricing', 'worker']),
    style: 'zeromq',
    channel: 'price-jobs',
    message: 'parley.pricing.v1.PriceJob',
  },
  {
    ...ends(['pricing', 'worker'], ['pricing', 'quote']),
    style: 'zeromq',
    channel: 'price-results',
    message: 'parley.pricing.v1.PriceResult',
  },
];
const placed: Edge[] = [http('POST /api/orders'), place('Place'), ...priced, stock('CheckStock')];
const refunded: Edge[] = [
  queued(['orders'], ['fulfilment', 'refund'], 'refund'),
  ...milestonesOf('refund'),
  ...accounted('refund'),
];

/** Every edge that a message crosses, for each way that an order or a return can go. */
export const ways = {
  /** An order of a customer with an account that is completed. */
  order: [
    ...placed,
    stock('Reserve'),
    queued(['orders'], ['fulfilment', 'payment'], 'payment'),
    ...accounted('payment'),
    ...milestonesOf('payment'),
    queued(['fulfilment', 'payment'], ['fulfilment', 'packing'], 'packing'),
    ...milestonesOf('packing'),
    queued(['fulfilment', 'packing'], ['inventory'], 'warehouse.notices'),
    queued(['fulfilment', 'packing'], ['fulfilment', 'shipping'], 'shipping'),
    ...milestonesOf('shipping'),
    stock('Ship'),
    ...events,
    mail,
  ],
  /** A return, at least one line of which is matched. */
  return: [http('POST /api/returns'), place('PlaceReturn'), ...refunded, stock('Restock'), ...events, mail],
  /** What a cancel adds to an order's way, when it comes before shipping. */
  cancel: [http('POST /api/orders/:id/cancel'), place('Cancel'), ...refunded, stock('Release'), ...events, mail],
  /** An order whose payment is declined. */
  declined: [
    ...placed,
    stock('Reserve'),
    queued(['orders'], ['fulfilment', 'payment'], 'payment'),
    ...milestonesOf('payment'),
    stock('Release'),
    ...events,
    mail,
  ],
} satisfies Record<string, Edge[]>;

/** The way of an order that is completed, whole: its journey shows exactly these edges. */
export const edges: Edge[] = ways.order;
