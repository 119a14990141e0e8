import net from 'node:net';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool } from 'pg';
import type { PoolConfig } from 'pg';
import { Retryable } from '@parley/faults';

/** How long the server is waited for, in milliseconds. */
export interface PostgresLimits {
  connectMs: number;
  /** Of one statement: here, where the server may be gone, and there. */
  queryMs: number;
}

export const defaultLimits: PostgresLimits = { connectMs: 5000, queryMs: 15_000 };

const KEEP_ALIVE_MS = 5000;
const END_MS = 1000;

/** What of a configuration bounds the waiting, for a pool and for a single client. */
export const bounds = ({ connectMs, queryMs }: PostgresLimits) => ({
  connectionTimeoutMillis: connectMs,
  query_timeout: queryMs,
  statement_timeout: queryMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
});

const lostSaid =
  /^(Query read timeout|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;
/** System errors of the socket; the server says that it ends the connection, or that it takes none. */
const lostCode = /^(E[A-Z]+|57P0\d|08\w{3}|53300)$/;
const STATEMENT_TIMEOUT = '57014';

function isLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return lostCode.test(code) || lostSaid.test(message);
}

const retryable = (cause: unknown) => new Retryable(`PostgreSQL: ${(cause as Error).message}`, { cause });

/**
 * A pool that waits for nothing beyond the limits: a server that is silent, or gone, is Retryable. A connection that
 * was lost in any way is not used again; pg itself would go on queueing behind the answer that does not come.
 */
export function boundedPool(config: PoolConfig, limits: PostgresLimits): PostgresPool {
  const sockets = new Set<net.Socket>();
  const pool = new Pool({
    ...config,
    ...bounds(limits),
    stream: () => {
      const socket = new net.Socket();
      sockets.add(socket.once('close', () => sockets.delete(socket)));
      return socket;
    },
  });
  // A connection that the server closes: its query, if any, rejects, and the pool opens another one. Without a listener
  // either event ends the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  return {
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect().catch((error: unknown) => {
        throw isLost(error) ? retryable(error) : error;
      });
      let lost: Error | undefined;
      const query = async (sql: string, parameters: readonly unknown[]) => {
        if (lost) throw retryable(lost);
        try {
          return await client.query(sql, [...parameters]);
        } catch (error) {
          if (isLost(error)) lost = error as Error;
          throw lost || (error as { code?: string }).code === STATEMENT_TIMEOUT ? retryable(error) : error;
        }
      };
      return { query, release: () => client.release(lost) } as unknown as PostgresPoolClient;
    },
    async end() {
      // A server that is gone answers no goodbye: its sockets would keep the process alive.
      const late = setTimeout(() => sockets.forEach((socket) => socket.destroy()), END_MS);
      await pool.end();
      if (sockets.size === 0) clearTimeout(late);
    },
  };
}
