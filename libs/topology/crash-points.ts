/**
 * Where a process can be made to kill itself, on an order's way. `process` is the process that passes the point;
 * where it is the name of a service with several processes, any of them may be the one (the relay's lease decides).
 */
export const crashPoints = [
  { name: 'orders.place.pending', process: 'orders', where: 'the order is stored as pending, nobody else was called' },
  { name: 'orders.place.quoted', process: 'orders', where: 'pricing has answered' },
  { name: 'orders.place.reserved', process: 'orders', where: 'inventory has reserved, not yet stored here' },
  { name: 'orders.place.accepted', process: 'orders', where: 'the order is stored as accepted, not yet answered' },
  {
    name: 'orders.sweep.taken',
    process: 'orders',
    where: 'the leases of overdue orders are taken, nothing is done yet',
  },
  { name: 'orders.cancel.committed', process: 'orders', where: 'the wish to cancel is stored, not yet answered' },
  { name: 'orders.return.committed', process: 'orders', where: 'the return is stored, not yet answered' },
  { name: 'orders.relay.published', process: 'orders', where: 'the broker has confirmed, the row is not marked' },
  { name: 'orders.kafka.sent', process: 'orders', where: 'the log has acknowledged, the row is not marked' },
  { name: 'orders.milestone.committed', process: 'orders', where: 'the milestone is stored, not acknowledged' },
  { name: 'orders.call.acknowledged', process: 'orders', where: 'a durable call was answered, not yet stored' },
  { name: 'inventory.reserve.committed', process: 'inventory', where: 'reserved, not yet answered' },
  { name: 'inventory.release.committed', process: 'inventory', where: 'released, not yet answered' },
  { name: 'inventory.ship.committed', process: 'inventory', where: 'sold, not yet answered' },
  { name: 'inventory.restock.committed', process: 'inventory', where: 'restocked, not yet answered' },
  { name: 'inventory.notice.committed', process: 'inventory', where: 'the notice is stored, not acknowledged' },
  { name: 'payment.committed', process: 'payment', where: 'paid or declined, the command is not acknowledged' },
  { name: 'packing.committed', process: 'packing', where: 'packed, the command is not acknowledged' },
  { name: 'shipping.committed', process: 'shipping', where: 'shipped, the command is not acknowledged' },
  { name: 'refund.committed', process: 'refund', where: 'refunded, the command is not acknowledged' },
  {
    name: 'fulfilment.relay.published',
    process: 'fulfilment',
    where: 'the broker has confirmed, the row is not marked',
  },
  {
    name: 'fulfilment.ledger.answered',
    process: 'fulfilment',
    where: 'the ledger has answered, nothing is stored here',
  },
  { name: 'pricing.quote.dealt', process: 'quote', where: 'the jobs are dealt, no result is in' },
  { name: 'pricing.worker.priced', process: 'worker', where: 'the line is priced, its result is not sent' },
  {
    name: 'notifications.milestone.committed',
    process: 'notifications',
    where: 'the mail is stored, nothing acknowledged',
  },
  {
    name: 'notifications.mail.sent',
    process: 'notifications',
    where: 'the mail host has answered 250, the row is not marked',
  },
  { name: 'analytics.batch.committed', process: 'analytics', where: 'the batch is stored, its offsets are not' },
  {
    name: 'views.batch.applied',
    process: 'views',
    where: 'cache and search view have the batch, nothing is committed',
  },
  {
    name: 'ledger.operation.logged',
    process: 'ledger',
    where: 'the log has the operation, nobody executed it for sure',
  },
  { name: 'ledger.batch.committed', process: 'ledger', where: 'executed and stored, nobody is told' },
  { name: 'mailhost.mail.stored', process: 'mailhost', where: 'the mail is on disk, 250 is not yet sent' },
  { name: 'gateway.place.forwarded', process: 'gateway', where: 'orders has answered, the client was not' },
] as const;

export type CrashPoint = (typeof crashPoints)[number]['name'];
