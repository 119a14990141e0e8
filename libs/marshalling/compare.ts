import { gzipSync } from 'node:zlib';
import { codecs } from './codecs';
import type { ContentType } from './format';
import { orderOfInvoice } from './invoice';

export interface CodecCost {
  contentType: ContentType;
  bytes: number;
  gzipped: number;
  /** Nanoseconds a message, the median of nine rounds of this run. */
  encodeNs: number;
  decodeNs: number;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const nanoseconds = (work: () => unknown, times: number): number => {
  const round = () => {
    const started = process.hrtime.bigint();
    for (let count = 0; count < times; count += 1) work();
    return Number(process.hrtime.bigint() - started) / times;
  };
  round();
  return Math.round(median(Array.from({ length: 9 }, round)));
};

/**
 * One real order in each codec: bytes, and what it costs to write and to read it, measured now on this machine. `times`:
 * messages a round. Blocks meanwhile.
 */
export const compareCodecs = (times = 300): { lineCount: number; costs: CodecCost[]; lines: string[] } => {
  const type = 'parley.orders.v1.Order';
  const order = orderOfInvoice();
  const costs = Object.values(codecs).map(({ contentType, encode, decode }) => {
    const body = encode(type, order);
    return {
      contentType,
      bytes: body.length,
      gzipped: gzipSync(body).length,
      encodeNs: nanoseconds(() => encode(type, order), times),
      decodeNs: nanoseconds(() => decode(type, body), times),
    };
  });
  const head = `${'content type'.padEnd(24)}  bytes  gzipped  write ns/op  read ns/op`;
  const rows = costs.map(
    ({ contentType, bytes, gzipped, encodeNs, decodeNs }) =>
      `${contentType.padEnd(24)} ${String(bytes).padStart(6)}   ${String(gzipped).padStart(6)}  ${String(encodeNs).padStart(11)}  ${String(decodeNs).padStart(10)}`,
  );
  return { lineCount: (order.lines as unknown[]).length, costs, lines: [head, ...rows] };
};
