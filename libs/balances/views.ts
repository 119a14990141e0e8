import { openReader } from './readers';
import type { Sources } from './sources';

type Integer = number | string;

/** What the cache and the search view hold, by their store. */
export interface ViewsContent {
  /** `body` of a row: the order as its events told it. Money in pence. */
  cached: {
    orderId: string;
    told?: {
      type: string;
      country: string;
      gross: string;
      lines: { line: number; sku: string; quantity: number; gross: string }[];
    };
    refunded: string;
  }[];
  terms: { term: string; order_id: string }[];
}

/** Reads the live generation of both views. */
export async function readViews(sources: Sources): Promise<ViewsContent> {
  const reader = await openReader(sources, 'views');
  const live = `generation = (select generation from generations where state = 'live')`;
  try {
    const cached = await reader.rows<{ body: string }>(`select body from orders where ${live}`);
    const terms = await reader.rows<ViewsContent['terms'][number]>(`select term, order_id from terms where ${live}`);
    return { cached: cached.map(({ body }) => JSON.parse(body) as ViewsContent['cached'][number]), terms };
  } finally {
    await reader.close();
  }
}

interface Book {
  orders: {
    order_id: string;
    customer: string | null;
    reference: string;
    country: string;
    state: string;
    gross: Integer;
    refunded: Integer;
  }[];
  lines: { order_id: string; line: Integer; sku: string; quantity: Integer; gross: Integer }[];
}

const longestTerm = 40;
const words = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => word.replace(/\p{M}/gu, '').slice(0, longestTerm))
    .filter((word) => word !== '');

/** The rows of both views: as the order book would have them, and as they are. */
export function viewsBeside(
  { orders, lines }: Book,
  { cached, terms }: ViewsContent,
): Record<'cache' | 'search', { expected: string[]; actual: string[] }> {
  const linesOf = new Map<string, Book['lines']>();
  for (const line of lines) linesOf.set(line.order_id, [...(linesOf.get(line.order_id) ?? []), line]);
  const lineRows = (all: { line: Integer; sku: string; quantity: Integer; gross: Integer }[]) =>
    [...all]
      .sort((a, b) => Number(a.line) - Number(b.line))
      .map((line) => `${line.quantity}×${line.sku} ${line.gross}`)
      .join(', ');
  const row = (id: string, state: string, country: string, gross: Integer, refunded: Integer, all: Book['lines']) =>
    // What a cancel gave back is in the book, but no event of the log says it.
    `${id} ${state} ${country} ${gross} ${state === 'completed' ? `−${refunded}` : ''} ${lineRows(all)}`;
  return {
    cache: {
      expected: orders.map((order) =>
        row(order.order_id, order.state, order.country, order.gross, order.refunded, linesOf.get(order.order_id) ?? []),
      ),
      actual: cached.map(({ orderId, told, refunded }) =>
        row(
          orderId,
          told?.type ?? '',
          told?.country ?? '',
          told?.gross ?? '',
          refunded,
          (told?.lines ?? []).map((line) => ({ ...line, order_id: orderId })),
        ),
      ),
    },
    search: {
      expected: orders.flatMap(({ order_id, state, customer, country, reference }) => {
        const texts = [state, customer ?? '', country, reference];
        const skus = (linesOf.get(order_id) ?? []).map(({ sku }) => sku);
        const all = new Set([...[...texts, ...skus].flatMap(words), order_id.toLowerCase().slice(0, longestTerm)]);
        return [...all].map((word) => `${word} ${order_id}`);
      }),
      actual: terms.map(({ term, order_id }) => `${term} ${order_id}`),
    },
  };
}
