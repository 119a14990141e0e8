import { Fatal } from '@parley/faults';

/** The CloudEvents 1.0 context attributes that every message carries. `type` is the Protobuf message type. */
export interface CloudEvent {
  id: string;
  type: string;
  source: string;
  /** ISO, UTC. */
  time: string;
  subject?: string;
}

/** The attributes as headers, binary mode: the body stays the bare message. The same names on every middleware. */
export const cloudEvent = ({ id, type, source, time, subject }: CloudEvent): Record<string, string> => ({
  'ce-specversion': '1.0',
  'ce-id': id,
  'ce-type': type,
  'ce-source': source,
  'ce-time': time,
  ...(subject !== undefined && { 'ce-subject': subject }),
});

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : undefined;

/**
 * The attributes of a received message, from header values that are text or bytes. Throws Fatal `not-a-cloudevent`
 * when a required one (id, type, source, specversion 1.x) is missing; `time` is '' when absent.
 */
export const readCloudEvent = (headers: Record<string, unknown>): CloudEvent => {
  const read = (name: string): string | undefined => textOf(headers[`ce-${name}`]);
  const need = (name: string): string => {
    const value = read(name);
    if (value) return value;
    throw new Fatal(`header ce-${name} is missing`, { reason: 'not-a-cloudevent', detail: { header: `ce-${name}` } });
  };
  const version = need('specversion');
  if (!/^1\.\d+$/.test(version))
    throw new Fatal(`CloudEvents ${version} is not known here`, { reason: 'not-a-cloudevent', detail: { version } });
  const subject = read('subject');
  return {
    id: need('id'),
    type: need('type'),
    source: need('source'),
    time: read('time') ?? '',
    ...(subject !== undefined && { subject }),
  };
};
