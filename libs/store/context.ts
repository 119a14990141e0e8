import { AsyncLocalStorage } from 'node:async_hooks';

/** The transaction that the current call chain runs in. */
export interface RunningTransaction {
  /** False once the transaction has ended: work that was started in it and not awaited is outside. */
  active: boolean;
  /** Channels of the outbox rows written in it, woken after the commit. */
  channels: Set<string>;
}

const running = new AsyncLocalStorage<RunningTransaction>();

export function currentTransaction(): RunningTransaction | undefined {
  const transaction = running.getStore();
  return transaction?.active ? transaction : undefined;
}

export function runInTransaction<T>(transaction: RunningTransaction, fn: () => Promise<T>): Promise<T> {
  return running.run(transaction, fn);
}

/**
 * Throws when the caller is inside a transaction: a second connection would wait for the first one for ever (SQLite)
 * or not see its writes (PostgreSQL).
 */
export function assertOutsideTransaction(): void {
  if (currentTransaction())
    throw new Error('inside a transaction use its `tx`, not the store: the store would wait for itself');
}
