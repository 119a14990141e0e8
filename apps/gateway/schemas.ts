import { countries } from '@parley/topology';
import { z } from 'zod';

/** Every shape that goes in or out over HTTP. The same schemas validate requests, document the API and check the answers in tests. */

/** The most lines an order or a return may have (the longest real invoice has 675). */
export const MAX_LINES = 1_000;
/** The most units of a line (the largest real one is 9,360). */
export const MAX_QUANTITY = 100_000;

// Neither control characters (PostgreSQL stores no NUL) nor lone surrogates (they have no UTF-8); any other Unicode is fine.
const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters or lone surrogates');

const money = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .meta({ description: 'Pounds and pence', example: '12.34' });
const time = z.iso.datetime().meta({ example: '2010-12-01T08:26:00Z' });
const count = z.int().min(0);
const stock = z.int();

export const wantedLine = z
  .strictObject({ sku: text(40), quantity: z.int().min(1).max(MAX_QUANTITY) })
  .meta({ id: 'WantedLine' });

const wantedLines = z
  .array(wantedLine)
  .min(1)
  .max(MAX_LINES)
  .meta({ description: 'A sku may stand in several lines: they add up.' });

export const newOrder = z
  .strictObject({
    customer: text(100).nullish().meta({ description: 'Absent: a guest.' }),
    country: text(60).meta({
      description: `Where to, by the retailer's names: ${countries.join(', ')}.`,
      example: 'United Kingdom',
    }),
    reference: text(200).nullish(),
    placedAt: z.iso.datetime({ offset: true }).nullish().meta({ description: 'Absent: now.' }),
    lines: wantedLines,
  })
  .meta({ id: 'NewOrder' });

export const newReturn = z
  .strictObject({
    customer: text(100).nullish().meta({ description: 'Absent: a guest, whose lines are refused: nothing to match.' }),
    lines: wantedLines,
  })
  .meta({ id: 'NewReturn' });

export const newReplay = z
  .strictObject({
    topic: z.literal('orders'),
    from: text(60).regex(
      /^(beginning|offset:\d{1,18}|\d{4}-\d\d-\d\dT.+)$/,
      'must be beginning, offset:N or an RFC 3339 time',
    ),
    by: z.enum(['product', 'country', 'minute']),
    limit: z.int().min(1).max(10_000).default(1_000),
  })
  .meta({ id: 'NewReplay' });

export const newRedrive = z
  .strictObject({ limit: z.int().min(0).max(100_000).default(0).meta({ description: '0: all' }) })
  .meta({ id: 'NewRedrive' });

export const idempotencyKey = z.object({
  'idempotency-key': z
    .string({ error: (issue) => (issue.input === undefined ? 'is required' : undefined) })
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters')
    .meta({
      description:
        'The same key with the same body orders nothing twice; with another body it is refused. The same body means the same values, and the same lines in the same order.',
    }),
});

export const byId = z.object({ id: text(64) });
export const byQueue = z.object({ queue: text(100) });
const limit = (most: number, otherwise: number) => z.coerce.number().pipe(z.int().min(1).max(most)).default(otherwise);

export const orderStates = [
  'pending', 'accepted', 'paid', 'packed', 'shipped', 'completed', 'rejecting', 'rejected', 'cancelling', 'releasing', 'cancelled',
] as const; // prettier-ignore

export const orderQuery = z.strictObject({
  cursor: text(200).optional(),
  limit: limit(200, 50),
  state: z.enum(orderStates).optional(),
  customer: text(100).optional(),
  country: text(60).optional(),
  open: z.enum(['true', 'false']).optional().meta({ description: 'true: only orders that are not final' }),
});
export const productQuery = z.strictObject({
  cursor: text(40).optional(),
  limit: limit(500, 100),
  search: text(100).optional(),
});
export const salesQuery = z.strictObject({
  by: z.enum(['product', 'country', 'minute']).default('product'),
  limit: limit(10_000, 1_000),
});
export const searchQuery = z.strictObject({ q: text(200), limit: limit(100, 20) });
export const letterQuery = z.strictObject({ limit: limit(100, 20) });

const sequence = z.string().regex(/^\d{1,18}$/, 'must be a whole number');
export const eventQuery = z.strictObject({
  after: sequence
    .optional()
    .meta({ description: 'Where Last-Event-ID is absent: events after this id. Absent too: from the first.' }),
});
export const eventHeaders = z.object({ 'last-event-id': sequence.optional() });

export const orderLine = z
  .object({
    line: count,
    sku: z.string(),
    quantity: count,
    unitPrice: money,
    discount: money,
    net: money,
    vat: money,
    gross: money,
    parcels: count,
    returned: count,
  })
  .meta({ id: 'OrderLine' });

export const order = z
  .object({
    id: z.string(),
    state: z.enum(orderStates),
    reason: z.string().optional().meta({ description: 'Why it was rejected or cancelled.' }),
    customer: z.string().optional(),
    country: z.string(),
    reference: z.string().optional(),
    idempotencyKey: z.string(),
    placedAt: time,
    createdAt: time,
    lines: z.array(orderLine),
    net: money,
    vat: money,
    gross: money,
    refunded: money,
    parcels: count,
    timeline: z.array(z.object({ at: time, state: z.string(), note: z.string().optional() })),
    traceId: z.string().optional(),
  })
  .meta({ id: 'Order' });

export const orderPage = z.object({ orders: z.array(order), next: z.string().optional() }).meta({ id: 'OrderPage' });

export const returned = z
  .object({
    id: z.string(),
    state: z.enum(['pending', 'completed']),
    customer: z.string().optional(),
    idempotencyKey: z.string(),
    createdAt: time,
    refunded: money,
    lines: z.array(
      z.object({
        line: count,
        sku: z.string(),
        quantity: count.meta({ description: 'asked' }),
        accepted: count.meta({ description: 'matched to a completed order' }),
        orderId: z.string().optional(),
        refund: money,
        reason: z.string().optional().meta({ description: 'Why what was not accepted is refused.' }),
      }),
    ),
  })
  .meta({ id: 'Return' });

export const orderEvent = z
  .object({
    id: z.string(),
    orderId: z.string(),
    version: count,
    type: z.string(),
    at: time,
    placedAt: time,
    customer: z.string().optional(),
    country: z.string(),
    reference: z.string().optional(),
    reason: z.string().optional(),
    lines: z.array(orderLine),
    net: money,
    vat: money,
    gross: money,
  })
  .meta({ id: 'OrderEvent' });

export const productPage = z
  .object({
    products: z.array(
      z.object({
        sku: z.string(),
        name: z.string(),
        unitPrice: money,
        unlimited: z.boolean(),
        initial: count,
        available: stock,
        reserved: stock,
        sold: stock,
      }),
    ),
    next: z.string().optional(),
  })
  .meta({ id: 'ProductPage' });

const sale = z.object({ key: z.string(), quantity: z.int(), gross: money, orders: count }).meta({ id: 'Sale' });
export const sales = z.object({ by: z.string(), events: count, sales: z.array(sale) }).meta({ id: 'Sales' });
export const replay = z
  .object({ topic: z.string(), from: z.string(), by: z.string(), records: count, events: count, sales: z.array(sale) })
  .meta({ id: 'Replay' });

const foundOrder = z
  .object({
    orderId: z.string(),
    version: count,
    position: z.object({ partition: count, offset: count }).meta({ description: 'Where the log has its latest event' }),
    state: z.string(),
    reason: z.string().optional(),
    customer: z.string().optional(),
    country: z.string(),
    reference: z.string().optional(),
    placedAt: z.string(),
    changedAt: z.string(),
    lines: z.array(z.object({ line: count, sku: z.string(), quantity: count, gross: money, returned: count })),
    gross: money,
    refunded: money,
  })
  .meta({ id: 'FoundOrder' });
export const found = z
  .object({
    q: z.string(),
    found: count,
    lag: z
      .object({ events: count, ms: count })
      .meta({ description: 'Events that are not in yet, and at most how old one of them is' }),
    orders: z.array(foundOrder),
  })
  .meta({ id: 'Found' });

export const journey = z
  .object({
    orderId: z.string(),
    traceId: z.string(),
    hops: z.array(
      z.object({
        spanId: z.string(),
        parentSpanId: z.string().optional(),
        links: z.array(z.string()),
        process: z.string(),
        service: z.string(),
        name: z.string(),
        kind: z.string(),
        style: z.string(),
        channel: z.string(),
        startedAt: time,
        startNanos: z.string(),
        durationNanos: z.string(),
        error: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Journey' });

export const deadLetterQueues = z
  .object({
    queues: z.array(z.object({ queue: z.string(), owner: z.string(), depth: count })),
    unreachable: z
      .array(z.string())
      .meta({ description: 'owners that did not answer: their queues are missing above' }),
  })
  .meta({ id: 'DeadLetterQueues' });

export const deadLetters = z
  .object({
    queue: z.string(),
    owner: z.string(),
    letters: z.array(
      z.object({
        messageId: z.string(),
        type: z.string(),
        contentType: z.string(),
        reason: z.string(),
        cause: z.string(),
        attempts: count,
        at: z.string(),
        body: z.base64().meta({ description: 'the message as it was, in base64' }),
        traceparent: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'DeadLetters' });

export const redriven = z.object({ queue: z.string(), owner: z.string(), redriven: count }).meta({ id: 'Redriven' });

export const health = z
  .object({ status: z.enum(['ok', 'unavailable']), checks: z.record(z.string(), z.string()).optional() })
  .meta({ id: 'Health' });

/** RFC 9457. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'header', 'query', 'path']),
          pointer: z.string().meta({
            description: 'JSON pointer into that part of the request, as a URI fragment',
            example: '#/lines/0/quantity',
          }),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });
