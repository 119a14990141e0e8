import { queues } from './rabbit';
import { topics } from './kafka';

/** Every method of every service, by its full name: the request is `<Method>Request`, the answer `<Method>Response`. */
export const methods: Record<string, string[]> = {
  'parley.orders.v1.Orders': ['Place', 'Get', 'List', 'Cancel', 'PlaceReturn', 'GetReturn', 'Watch'],
  'parley.inventory.v1.Inventory': [
    'LoadProducts',
    'ListProducts',
    'CheckStock',
    'Reserve',
    'Ship',
    'Release',
    'Restock',
  ],
  'parley.pricing.v1.Pricing': ['Quote'],
  'parley.analytics.v1.Analytics': ['Sales', 'Replay'],
  'parley.ledger.v1.Ledger': ['Write', 'Read', 'Watch', 'Status'],
  'parley.views.v1.Views': ['Get', 'Search', 'Status', 'Rebuild'],
  'parley.observer.v1.Observer': ['Journey'],
  'parley.control.v1.Control': ['Describe', 'SetFault'],
  'parley.control.v1.DeadLetters': ['List', 'Show', 'Redrive'],
};

const called = Object.entries(methods).flatMap(([service, names]) => {
  const scope = service.slice(0, service.lastIndexOf('.'));
  return names.flatMap((method): [string, string][] => [
    [`${scope}.${method}Request`, `${service}/${method}`],
    [`${scope}.${method}Response`, `${service}/${method}`],
  ]);
});

const sent: [string, string][] = [
  ['parley.pricing.v1.PriceJob', 'price-jobs'],
  ['parley.pricing.v1.PriceResult', 'price-results'],
  ...queues.map((queue): [string, string] => [queue.message, queue.name]),
  ['parley.orders.v1.OrderEvent', topics.orders.name],
  ['parley.ledger.v1.Operation', topics.ledger.name],
  ['parley.ledger.v1.SnapshotPart', topics.ledgerSnapshots.name],
];

/** Message type → the channels it goes over. Only types that cross a hop by themselves, not their parts. */
export const messageTypes: Record<string, string[]> = [...called, ...sent].reduce<Record<string, string[]>>(
  (found, [type, channel]) => ({ ...found, [type]: [...(found[type] ?? []), channel] }),
  {},
);
