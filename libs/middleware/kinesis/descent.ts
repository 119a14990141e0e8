import { setTimeout as pause } from 'node:timers/promises';
import type { Shard } from '@aws-sdk/client-kinesis';
import { kindOf } from '@parley/faults';
import { backoffMs } from '../brokered';

interface Descent {
  /** Every shard, those that were split or merged among them. */
  list(withinMs: number): Promise<Shard[]>;
  /** Reads a shard to its end, or until `signal`. */
  read(shard: string): Promise<void>;
  /** Told of what makes an end of it all: the first error that is Fatal. */
  failed(error: unknown): void;
  signal: AbortSignal;
}

const openingMs = 5000;
/** How long the list of shards is asked for before there is a pause, in ms. */
const listingMs = 1000;

/**
 * Reads all shards there are and come to be: one that was split or merged to its end before those that came of it, so that a
 * key keeps its order. Resolves when the first are being read, with a promise that resolves when none is any more; rejects
 * as `list` does.
 */
export async function readByDescent({ list, read, failed, signal }: Descent): Promise<{ ended: Promise<void> }> {
  const done = new Set<string>();
  const following = new Map<string, Promise<void>>();

  const start = async (withinMs: number): Promise<void> => {
    const shards = await list(withinMs);
    const known = new Set(shards.map(({ ShardId }) => ShardId!));
    // A parent whose time is up is listed no more.
    const waitsFor = (parent?: string) => parent !== undefined && known.has(parent) && !done.has(parent);
    for (const { ShardId, ParentShardId, AdjacentParentShardId } of shards) {
      if (following.has(ShardId!) || waitsFor(ParentShardId) || waitsFor(AdjacentParentShardId)) continue;
      following.set(ShardId!, follow(ShardId!).catch(failed));
    }
  };

  /** Without the list nobody knows what comes after a shard: it is asked for until it comes. */
  const follow = async (shard: string): Promise<void> => {
    await read(shard);
    done.add(shard);
    for (let failures = 0; !signal.aborted; failures += 1)
      try {
        return await start(listingMs);
      } catch (error) {
        if (kindOf(error) === 'fatal') throw error;
        await pause(backoffMs(failures), undefined, { signal }).catch(() => undefined);
      }
  };

  /** One that ends may have started others. */
  const allRead = async (): Promise<void> => {
    for (let count = -1; count !== following.size;) {
      count = following.size;
      await Promise.all(following.values());
    }
  };

  await start(openingMs);
  return { ended: allRead() };
}
