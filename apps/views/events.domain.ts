import type { OrderEvent__Output } from '@parley/contracts/generated/parley/orders/v1/OrderEvent';
import { Fatal, kindOf } from '@parley/faults';
import { decode } from '@parley/marshalling';
import type { OrderEvent, Place } from './order.domain';

const orderEvent = 'parley.orders.v1.OrderEvent';

/** What is read of a record of the log. */
export interface EventRecord {
  partition: number;
  offset: string;
  value: Buffer;
  headers: Record<string, string>;
}

export type ReadRecord = Place & ({ event: OrderEvent } | { event: undefined; reason: string });

// No text column holds U+0000.
const isId = (text: string): boolean => text !== '' && !text.includes('\0');

/** The event of a record, or why none can be made of it: such a record is counted, it stops nobody. */
export function readRecord({ partition, offset, value, headers }: EventRecord): ReadRecord {
  const place = { partition, offset: Number(offset) };
  try {
    const type = headers['content-type'] ?? 'application/x-protobuf';
    const event = decode<OrderEvent__Output>(orderEvent, type, value);
    if (isId(event.eventId) && isId(event.orderId)) return { ...place, event };
    return { ...place, event: undefined, reason: 'invalid-event' };
  } catch (error) {
    if (kindOf(error) !== 'fatal') throw error;
    return { ...place, event: undefined, reason: (error as Fatal).reason };
  }
}
