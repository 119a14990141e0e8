import { type KafkaClient, readLog } from '@parley/middleware/kafka';
import { rpcError } from '@parley/middleware/grpc';
import { readRecord } from './events.domain';
import { type Sales, addEvent, noSales } from './sales.domain';

export type ReplayFrom = 'beginning' | Date | { offset: string };

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

/** `beginning` (also ''), `offset:N` (in every partition) or an RFC 3339 time of the records. */
export function replayFrom(text: string): ReplayFrom {
  if (text === '' || text === 'beginning') return 'beginning';
  const offset = /^offset:(\d{1,18})$/.exec(text)?.[1];
  if (offset !== undefined) return { offset };
  const time = rfc3339.test(text) ? new Date(text) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time;
  const description = `${JSON.stringify(text)} is neither beginning, nor offset:N, nor an RFC 3339 time`;
  throw rpcError('INVALID_ARGUMENT', description, {
    reason: 'invalid-from',
    fieldViolations: [{ field: 'from', description }],
  });
}

/**
 * Reads the log from a moment to its end as it is now, and adds up what it finds with the reducer of the live sales;
 * stores nothing. `records` counts all, `events` those that are events, each id once. Ends early when `signal` aborts.
 */
export async function replaySales(
  client: KafkaClient,
  topic: string,
  from: ReplayFrom,
  signal: AbortSignal,
): Promise<{ sales: Sales; records: number; events: number }> {
  const sales = noSales();
  const seen = new Set<string>();
  let records = 0;
  for await (const record of readLog(client, { topic, from, until: 'end' })) {
    if (signal.aborted) break;
    records += 1;
    const read = readRecord(record);
    if (!read.ok || seen.has(read.event.eventId)) continue;
    seen.add(read.event.eventId);
    addEvent(sales, read.event);
  }
  return { sales, records, events: seen.size };
}
