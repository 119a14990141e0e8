import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';

/** What a peer wants of the network: a channel, and of the messages on it those for which `wants` holds. */
export interface Interest {
  /** The address without the wishes. */
  address: string;
  channel: string;
  /** In words, for people. */
  words: string;
  wants(message: Message): boolean;
}

/** The channel where nothing else is said. */
export const defaultChannel = 'notices';

/** The topic of a message: its header `topic`, else the name of its type. */
export const topicOf = ({ headers, type }: Message): string => headers.topic ?? type;

/** `orders.*` takes orders.paid and orders.paid.late, not orders; without a star only the topic itself is taken. */
const isWithin = (pattern: string, topic: string): boolean =>
  pattern.endsWith('.*') ? topic.startsWith(pattern.slice(0, -1)) : topic === pattern;

/** Each number that a header is to be above or below: `gross>10000`. */
const comparison = /^([\w-]+)([<>])(-?\d+(?:\.\d+)?)$/;

const condition = (name: string, value: string): ((message: Message) => boolean) => {
  if (name === 'topic') return (message) => isWithin(value, topicOf(message));
  if (name === 'key') return ({ key }) => key === value;
  const [, header = '', relation, bound] = comparison.exec(name) ?? [];
  if (relation === undefined) return ({ headers }) => headers[name] === value;
  const holds = relation === '>' ? (is: number) => is > Number(bound) : (is: number) => is < Number(bound);
  return ({ headers }) => headers[header] !== undefined && holds(Number(headers[header]));
};

/**
 * What stands behind an address says what its peer wants: `?channel=orders&topic=orders.paid.*&key=EIRE&gross>10000`.
 * By channel: everybody on it gets everything on it, and nobody else anything. By topic: the part of a channel whose
 * topic fits. By content: the key, a header, or a number in a header; all conditions must hold. Throws Fatal `address`.
 */
export const interestOf = (place: string): Interest => {
  const [address = '', query = '', more] = place.split('?');
  if (more !== undefined) throw new Fatal(`two question marks: ${place}`, { reason: 'address' });
  const wishes = query === '' ? [] : query.split('&').map((wish) => wish.split('=').map(decodeURIComponent));
  const channel = wishes.find(([name]) => name === 'channel')?.[1] ?? defaultChannel;
  const conditions = wishes
    .filter(([name]) => name !== 'channel')
    .map(([name = '', value = '']) => condition(name, value));
  return {
    address,
    channel,
    words: query === '' ? 'everything' : query,
    wants: (message) => conditions.every((holds) => holds(message)),
  };
};
