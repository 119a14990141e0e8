import type { OrderEvent__Output } from '@parley/contracts/generated/parley/orders/v1/OrderEvent';
import { Fatal, kindOf } from '@parley/faults';
import { decode } from '@parley/marshalling';
import { type SalesEvent, counts, minuteOf } from './sales.domain';

export const orderEvent = 'parley.orders.v1.OrderEvent';

/** What is read of a record of the log. */
export interface EventRecord {
  topic: string;
  partition: number;
  offset: string;
  key: string;
  value: Buffer;
  headers: Record<string, string>;
}

export interface BadRecord {
  ok: false;
  record: EventRecord;
  /** A word for machines. */
  reason: string;
  cause: string;
}

export type ReadRecord = { ok: true; record: EventRecord; event: SalesEvent } | BadRecord;

/** The content type of a record by its headers, as the Kafka binding of CloudEvents names it; Protobuf if it says none. */
export const contentTypeOf = (headers: Record<string, string>): string =>
  headers['content-type'] ?? 'application/x-protobuf';

/** The event of a record, in any content type. Throws Fatal `undecodable`, `unknown-content-type`, `invalid-event`. */
export function eventOf({ value, headers }: EventRecord): SalesEvent {
  const event = decode<OrderEvent__Output>(orderEvent, contentTypeOf(headers), value);
  if (!event.eventId) throw new Fatal('an event without an id', { reason: 'invalid-event' });
  if (counts(event.type)) {
    try {
      minuteOf(event.placedAt);
    } catch (cause) {
      throw new Fatal(`placed at ${JSON.stringify(event.placedAt)}`, { reason: 'invalid-event', cause });
    }
  }
  return event;
}

/** The event of a record, or why there is none: a bad record is kept and shown, it stops nobody. */
export function readRecord(record: EventRecord): ReadRecord {
  try {
    return { ok: true, record, event: eventOf(record) };
  } catch (error) {
    if (kindOf(error) !== 'fatal') throw error;
    const { reason, message } = error as Fatal;
    return { ok: false, record, reason, cause: message };
  }
}
