import type { EvidenceEvent } from '../record';
import { shown } from './shiviz';

/** What an event of a foreign log may be. */
export type ForeignEvent = 'submitted' | 'received' | 'delivered' | 'crash' | 'settled';

/**
 * How the text of a foreign event is understood: the expression that matches first in it, with the message's id as the
 * named group `id`. `sends m1`, `Broadcasting message 7`, `recv: 7`, `delivered m1` are understood.
 */
export const foreignEvents: Readonly<Record<ForeignEvent, RegExp>> = {
  submitted:
    /\b(?:submit(?:s|ted|ting)?|send(?:s|ing)?|sent|(?:broad|multi)cast(?:s|ed|ing)?|publish(?:es|ed|ing)?)\b\W*(?:message\b\W*)?(?<id>[\w./:~-]+)/i,
  received: /\b(?:receiv(?:e|es|ed|ing)|recv|got)\b\W*(?:message\b\W*)?(?<id>[\w./:~-]+)/i,
  delivered: /\bdeliver(?:s|ed|ing)?\b\W*(?:message\b\W*)?(?<id>[\w./:~-]+)/i,
  crash: /\b(?:crash(?:es|ed)?|killed|died)\b/i,
  settled: /\bquiescent\b/i,
};

const ours = /^(?<event>\w+) (?<id>\S+)(?: from (?<sender>\S+))?(?: in (?<group>\S+))?(?: (?<note>".*"))?$/;
/** A word of ours as it was before it lost its white space. */
export const plain = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));

/** What the text of an event says. */
export type Read = { event: EvidenceEvent; id: string; sender?: string; group?: string; note?: string };

/** Understands an event in our own words. */
export const readOurs = (text: string): Read | undefined => {
  const { event, id, sender, group, note } = ours.exec(text)?.groups ?? {};
  if (!id || !shown.includes(event as EvidenceEvent)) return undefined;
  const words = { id: plain(id), sender: sender && plain(sender), group: group && plain(group) };
  return { event: event as EvidenceEvent, ...words, ...(note && { note: JSON.parse(note) as string }) };
};

/** Understands an event in anybody's words. */
export const readForeign = (text: string, events: Record<ForeignEvent, RegExp>): Read | undefined => {
  const found = Object.entries(events).flatMap(([event, expression]) => {
    const match = new RegExp(expression.source, expression.flags.replace(/[gy]/g, '')).exec(text);
    return match ? [{ event: event as ForeignEvent, match }] : [];
  });
  const first = found.sort((a, b) => a.match.index - b.match.index)[0];
  if (!first) return undefined;
  const { event, match } = first;
  if (event === 'crash' || event === 'settled') return { event, id: event === 'crash' ? 'crash' : 'quiescent' };
  const id = match.groups?.id;
  return id ? { event, id } : undefined;
};
