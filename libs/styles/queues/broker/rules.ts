import { Fatal } from '@parley/faults';
import type { ContentType } from '@parley/marshalling';
import { topicFits } from '@parley/topology';
import { fitsAll, readCondition, type Condition } from '../conditions';
import { inFormat, isReadable, readFormat, valueOf, type Formatted } from '../formats';

/** Who gets a message, and as what: one entry of the broker's repository. */
export interface Rule {
  id: string;
  /** A topic, or a pattern of topics: `*` is one word, `#` any number. */
  topic: string;
  /** What has to hold of the body; empty: nothing. */
  where: readonly Condition[];
  /** The subscriber that gets it. */
  to: string;
  /** The format that it reads; `as sent`: whatever the publisher wrote. */
  as: ContentType | 'as sent';
}

/** A change of the repository. A mark changes nothing: who put it there learns that all before it has been read. */
export type Edit = { put: Rule } | { remove: string } | { mark: string };

/** The rules in force, by id. */
export type Rules = ReadonlyMap<string, Rule>;

const wrong = (what: string): Fatal => new Fatal(what, { reason: 'invalid-rule' });

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fields = ['id', 'topic', 'where', 'to', 'as'];

const readName = (what: string, value: unknown): string => {
  if (typeof value === 'string' && /^[\w.-]{1,100}$/.test(value)) return value;
  throw wrong(`the ${what} ${JSON.stringify(value)} is no name: 1 to 100 letters, digits, dots, dashes`);
};

/** Checks a rule that somebody wrote. Throws Fatal `invalid-rule`, and says what is wrong with it. */
export const readRule = (value: unknown): Rule => {
  if (!isPlain(value)) throw wrong('a rule is an object: {"id", "topic", "to", "as"} and perhaps "where"');
  const odd = Object.keys(value).find((name) => !fields.includes(name));
  if (odd !== undefined) throw wrong(`a rule has no ${JSON.stringify(odd)}`);
  const { id, topic, where = [], to, as = 'as sent' } = value;
  if (typeof topic !== 'string' || Buffer.byteLength(topic) > 255)
    throw wrong(`the topic ${JSON.stringify(topic)} is no text of at most 255 bytes`);
  if (!Array.isArray(where)) throw wrong('where is a list of conditions');
  return {
    id: readName('id', id),
    topic,
    where: where.map(readCondition),
    to: readName('subscriber', to),
    as: as === 'as sent' ? as : readFormat(as),
  };
};

/** Reads an edit off a message. Throws Fatal `invalid-rule`. */
export const readEdit = (bytes: Uint8Array): Edit => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Fatal('an edit is JSON: {"put": rule}, or {"remove": id}', { reason: 'invalid-rule', cause });
  }
  const [how, ...more] = isPlain(value) ? Object.entries(value) : [];
  if (!how || more.length > 0) throw wrong('an edit is {"put": rule}, or {"remove": id}');
  const [name, what] = how;
  if (name === 'put') return { put: readRule(what) };
  if (name === 'remove') return { remove: readName('id', what) };
  if (name === 'mark') return { mark: readName('mark', what) };
  throw wrong(`${JSON.stringify(name)} is no edit: put or remove`);
};

/** The rule whose place an edit takes; undefined for a mark. */
export const idOf = (edit: Edit): string | undefined =>
  'put' in edit ? edit.put.id : 'remove' in edit ? edit.remove : undefined;

/** The repository after an edit: a rule takes the place of the one with its id. */
export const edited = (rules: Rules, edit: Edit): Rules => {
  const after = new Map(rules);
  if ('put' in edit) after.set(edit.put.id, edit.put);
  else if ('remove' in edit) after.delete(edit.remove);
  return after;
};

/** A message on a topic, made ready for one subscriber. */
export type Matched = Formatted & { to: string };

/**
 * What goes to whom, each in its own format; once to a subscriber, however many of its rules fit: the first. Throws Fatal
 * `no-rule` when nobody wants it; `undecodable` where its body had to be looked into and is not what it says;
 * `unconvertible` where a subscriber wants another format and this is none that we know.
 */
export const matched = (rules: Rules, topic: string, message: Formatted): Matched[] => {
  const isKnown = isReadable(message);
  let value: object | undefined;
  const fits = ({ topic: pattern, where }: Rule): boolean => {
    if (!topicFits(pattern, topic)) return false;
    return where.length === 0 || (isKnown && fitsAll(where, (value ??= valueOf(message))));
  };
  const first = new Map<string, Rule>();
  for (const rule of rules.values()) if (!first.has(rule.to) && fits(rule)) first.set(rule.to, rule);
  if (first.size === 0) throw new Fatal(`no rule fits a message on ${JSON.stringify(topic)}`, { reason: 'no-rule' });
  return [...first.values()].map(({ to, as, id }) => {
    if (as === 'as sent' || as === message.contentType) return { ...message, to };
    if (isKnown) return { ...inFormat(message, as), to };
    const what = `${message.contentType || 'no content type'}, type ${JSON.stringify(message.type)}`;
    throw new Fatal(`rule ${id} wants ${as}, which nobody can make of ${what}`, { reason: 'unconvertible' });
  });
};
