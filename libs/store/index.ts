export { openStore } from './store';
export type { Store, StoreOptions, StoreTransaction } from './store';
export { columns } from './migrate';
export type { ColumnTypes, DialectName, Migration } from './migrate';
export { deadOutbox, enqueue, firstSeen, outboxPending, outboxRow, prune, redriveOutbox } from './outbox';
export type { DeadOutboxRow, MessagingTables, OutboxMessage, OutboxRow, OutboxTable } from './outbox';
export { outboxRelay } from './relay';
export type { Relay, RelayOptions, Settled } from './relay';
export { wake } from './wake';
