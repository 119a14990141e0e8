import { Fatal } from '@parley/faults';

/**
 * A copy of the headers as they may go: text only. amqplib throws on a bigint, turns a Date into {} and forgets
 * undefined: what is not text is refused (Fatal `header`), so that nothing arrives other than it left.
 */
export const textHeaders = (headers: Record<string, string> = {}): Record<string, string> => {
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') continue;
    throw new Fatal(`header ${name} is no text but ${value === null ? 'null' : typeof value}`, {
      reason: 'header',
      detail: { header: name },
    });
  }
  return { ...headers };
};

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : Buffer.isBuffer(value) ? value.toString('utf8') : JSON.stringify(value);

/** Received headers as text: what another client put in as numbers or tables comes as JSON. */
export const readHeaders = (headers: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textOf(value)]));

/** Set by the broker on its own account; copied on they would be taken for its word about the new message. */
const isBrokers = (name: string): boolean => name.startsWith('x-');

/** What the sender put in. */
export const sentHeaders = (headers: Record<string, unknown> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !isBrokers(name)));
