import { Fatal } from '@parley/faults';
import { peerOf } from '@parley/middleware/datagram';

/**
 * When a unit may be played, in ms after it was taken, over what the fastest one has needed. `asynchronous`: at any time;
 * `synchronous`: not after `maxMs`; `isochronous`: not before `minMs` either, so that the jitter is at most the difference.
 */
export interface Timing {
  mode: 'asynchronous' | 'synchronous' | 'isochronous';
  minMs: number;
  maxMs: number;
}

/** Reads `asynchronous`, `synchronous/100` or `isochronous/80-120`. Throws Fatal `address`. */
export const timingOf = (text: string): Timing => {
  const [, mode, min, max] = /^\/?(asynchronous|synchronous|isochronous)(?:\/(?:(\d+)-)?(\d+))?$/.exec(text) ?? [];
  if (mode === 'asynchronous' && max === undefined) return { mode, minMs: 0, maxMs: Infinity };
  if (mode === 'synchronous' && min === undefined && max !== undefined) return { mode, minMs: 0, maxMs: Number(max) };
  if (mode === 'isochronous' && min !== undefined && Number(min) <= Number(max))
    return { mode, minMs: Number(min), maxMs: Number(max) };
  const forms = 'asynchronous, synchronous/MOST or isochronous/LEAST-MOST, in ms';
  throw new Fatal(`${JSON.stringify(text)} is no timing: ${forms}`, { reason: 'address' });
};

/** The timing that stands in an address: `udp://host:port/isochronous/80-120`. */
export const timingAt = (address: string): Timing => timingOf(peerOf(address).path ?? '');
