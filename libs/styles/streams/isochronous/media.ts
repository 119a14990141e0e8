import { randomUUID } from 'node:crypto';
import type { EvidenceRecord } from '@parley/evidence';
import type { Message, Sender } from '@parley/roles';
import { pause } from '@parley/staging';

/** One kind of media: a unit of so many bytes, taken every so many ms. */
export interface Media {
  name: string;
  everyMs: number;
  bytes: number;
}

/** A unit that was sent, and when it was taken, in ms of the clock that this host has. */
export interface Taken {
  id: string;
  name: string;
  at: number;
}

const clockMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/** When something was noted, by the same clock. */
export const notedAt = ({ mono }: EvidenceRecord): number => Number(BigInt(mono) / 1000n) / 1000;

const unitOf = ({ name, bytes }: Media, seq: number): Message => ({
  id: randomUUID(),
  sender: 'source',
  seq,
  key: name,
  type: 'parley.media.v1.Unit',
  contentType: 'application/octet-stream',
  headers: {},
  body: Buffer.alloc(bytes, seq),
});

/** Takes units of these media for so long, each at its time, and sends each to all; resolves to what was sent. */
export async function takeAndSend(senders: Sender[], media: Media[], forMs: number): Promise<Taken[]> {
  const times = media.flatMap((one) =>
    Array.from({ length: Math.floor(forMs / one.everyMs) }, (_, n) => ({ at: n * one.everyMs, one })),
  );
  times.sort((a, b) => a.at - b.at);
  const taken: Taken[] = [];
  const from = performance.now();
  for (const [index, { at, one }] of times.entries()) {
    const wait = from + at - performance.now();
    if (wait > 0) await pause(wait);
    const message = unitOf(one, index + 1);
    taken.push({ id: message.id, name: one.name, at: clockMs() });
    await Promise.all(senders.map((sender) => sender.notify!(message)));
  }
  return taken;
}

/** The value that so great a share (0 to 1) of them does not exceed; 0 of none. */
export const share = (values: number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
};
