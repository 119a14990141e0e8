import { OutcomeUnknown, Retryable, crashPoint, kindOf } from '@parley/faults';
import {
  type Entry,
  type Executed,
  type LoggedOperation,
  type Operation,
  type State,
  accountKey,
  apply,
  execute,
  fingerprintOf,
  nameKey,
} from './ledger.domain';
import { hashText } from './state-hash.domain';
import { executedAfter, knownOf, saveChanges } from './ledger.store';
import type { LedgerStore } from './migrations';
import { openWaiting } from './waiting';

/** Publishes an operation; resolves when the log has it. Rejects Retryable when it never will, OutcomeUnknown else. */
export type Publish = (operationId: string, operation: Operation) => Promise<unknown>;

/** A state at a version that is to be kept: a copy, which no later operation changes. */
export type OnSnapshot = (state: State) => void;

/** Records a transaction, at most: enough to share a flush among many, few enough that nobody waits long for it. */
const largestBatch = 1000;
const page = 500;

export interface ReplicaOptions {
  name: string;
  store: LedgerStore;
  state: State;
  publish: Publish;
  /** Versions that are multiples of this one are snapshots; whoever took in the operation there, takes the snapshot. */
  snapshotEvery: number;
  onSnapshot: OnSnapshot;
}

export type Replica = ReturnType<typeof openReplica>;

/** One of the replicas of the ledger: executes the log in its order, and answers for what it has executed itself. */
export function openReplica({ name, store, state, publish, snapshotEvery, onSnapshot }: ReplicaOptions) {
  const waiting = openWaiting();

  async function executeBatch(records: LoggedOperation[]): Promise<void> {
    const ids = records.map(({ operationId }) => operationId).filter((id) => id !== '');
    const changes = execute(state, records, await knownOf(store, [...new Set(ids)]));
    await saveChanges(store, changes);
    crashPoint('ledger.batch.committed');
    apply(state, changes);
    const last = changes.executed.at(-1);
    if (last?.replica === name && last.version % snapshotEvery === 0)
      onSnapshot({ ...state, entries: new Map(state.entries) });
    for (const one of changes.executed) waiting.executed(one);
    waiting.reached(state.version);
  }

  return {
    name,
    version: () => state.version,
    hash: () => hashText(state.hash),
    accounts: () => state.entries.size,

    /** Executes what follows on the state, passes over what it has seen. Throws Retryable `gap` when something is missing between. */
    async take(records: readonly LoggedOperation[]): Promise<void> {
      let rest = records.filter(({ version }) => version > state.version);
      while (rest[0]) {
        if (rest[0].version !== state.version + 1)
          throw new Retryable(`the log goes on at ${rest[0].version}, this replica is at ${state.version}`);
        // A batch ends where a snapshot may be taken.
        const toSnapshot = snapshotEvery - (state.version % snapshotEvery);
        const size = Math.min(largestBatch, toSnapshot, rest.length);
        await executeBatch(rest.slice(0, size));
        rest = rest.slice(size);
      }
    },

    /** A later state, from elsewhere, that the store has already. */
    jump(later: State): void {
      Object.assign(state, later);
      waiting.reached(state.version);
    },

    /**
     * Publishes an operation and resolves with what came of it when this replica has executed it itself. Rejects Retryable when
     * it was not published, OutcomeUnknown after `withinMs`: tried again under the same id, it still has one effect.
     */
    write(operationId: string, operation: Operation, withinMs: number): Promise<Executed> {
      const wanted = waiting.forOperation(operationId, fingerprintOf(operation), withinMs);
      publish(operationId, operation).catch((error: unknown) => {
        // It may be in the log all the same: then it will be executed here.
        if (kindOf(error) !== 'unknown') wanted.reject(error);
      });
      return wanted.promise.catch((error: unknown) => {
        if (error !== waiting.late) throw error;
        throw new OutcomeUnknown(`${name} has not executed ${operationId} within ${withinMs} ms`);
      });
    },

    /** Resolves to true when this replica has reached the version, to false when it has not within `withinMs`. */
    reach: (version: number, withinMs: number): Promise<boolean> =>
      version <= state.version ? Promise.resolve(true) : waiting.forVersion(version, withinMs),

    read: (what: { customer: string } | { name: string }): Entry | undefined =>
      state.entries.get('customer' in what ? accountKey(what.customer) : nameKey(what.name)),

    /** What was executed after a version, and from then on, until `signal`. */
    async *watch(after: number, signal: AbortSignal): AsyncGenerator<Executed> {
      let seen = after;
      while (!signal.aborted) {
        const some = await executedAfter(store, seen, page);
        yield* some;
        seen = some.at(-1)?.version ?? seen;
        if (some.length === 0) await waiting.forVersion(Math.max(seen, state.version) + 1, 1000);
      }
    },

    /** Resolves when no write waits, or after `withinMs`. */
    idle: (withinMs: number): Promise<void> => waiting.idle(withinMs),
  };
}
