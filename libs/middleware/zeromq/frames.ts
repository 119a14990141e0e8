import type { ErrorKind } from '@parley/faults';

/** The envelopes of the pipeline: a frame of JSON, then a frame of body where there is one. */

/** A worker's whole credit account, so that a lost or a repeated one does no harm. */
export interface Ready {
  kind: 'ready';
  name: string;
  /** Of the worker since its start; a new connection of the same worker replaces the one before. */
  instance: string;
  /** Jobs it would take now beyond those it has received. */
  free: number;
  /** Jobs received on this connection. */
  received: number;
}

export interface Bye {
  kind: 'bye';
  received: number;
}

export interface JobHeader {
  kind: 'job';
  id: string;
  channel: string;
  resultChannel: string;
  headers: Record<string, string>;
}

export interface Ping {
  kind: 'ping';
}

/** How a job failed; `kind` of the error's class, fatal where it is not said. */
export interface Failure {
  message: string;
  reason: string;
  kind?: ErrorKind;
}

export interface ResultHeader {
  kind: 'result';
  id: string;
  channel: string;
  worker: string;
  instance: string;
  headers: Record<string, string>;
  /** Absent: done. */
  error?: Failure;
}

type Shape = Record<string, 'string' | 'count' | 'headers'>;

const shapes: Record<string, Shape> = {
  ready: { name: 'string', instance: 'string', free: 'count', received: 'count' },
  bye: { received: 'count' },
  ping: {},
  job: { id: 'string', channel: 'string', resultChannel: 'string', headers: 'headers' },
  result: { id: 'string', channel: 'string', worker: 'string', instance: 'string', headers: 'headers' },
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checks = {
  string: (value: unknown) => typeof value === 'string',
  count: (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0,
  headers: (value: unknown) => isRecord(value) && Object.values(value).every((one) => typeof one === 'string'),
};

const isError = (value: unknown) =>
  value === undefined ||
  (isRecord(value) &&
    checks.string(value.message) &&
    checks.string(value.reason) &&
    [undefined, 'retryable', 'fatal', 'unknown'].includes(value.kind as string | undefined));

export const pack = (header: Ready | Bye | Ping | JobHeader | ResultHeader): string => JSON.stringify(header);

/** The header of a frame that is one of `kinds`; undefined for anything else: anyone can connect to a port. */
export const unpack = <T extends { kind: string }>(frame: Buffer | undefined, kinds: T['kind'][]): T | undefined => {
  if (!frame) return undefined;
  try {
    const header: unknown = JSON.parse(frame.toString());
    if (!isRecord(header) || !kinds.includes(header.kind as string)) return undefined;
    const fields = Object.entries(shapes[header.kind as string] ?? {});
    return fields.every(([name, check]) => checks[check](header[name])) && isError(header.error)
      ? (header as unknown as T)
      : undefined;
  } catch {
    return undefined;
  }
};
