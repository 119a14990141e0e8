import type { EvidenceRecord } from '@parley/evidence';
import { openRecords } from './records';

/** Middleware that people already run, as a group would use it: what one member sends, all members get. */
export interface Multicast {
  /** Resolves at the middleware's own point of release. */
  send(member: string, id: string): Promise<void>;
  close(): Promise<void>;
}

export type Deliver = (member: string, id: string) => void;

/** Resolves when what is sent from now on reaches all members. */
export type OpenMulticast = (members: readonly string[], deliver: Deliver) => Promise<Multicast>;

export interface Load {
  members: readonly string[];
  /** Messages of each member. */
  count: number;
  /** Messages that one member may have under way at once. */
  window: number;
  /** Every so many-th message of another that a member is given it answers: an answer has a cause. */
  answersEvery: number;
  /** How long nothing may be delivered before it counts as over, in ms. */
  quietMs: number;
  /** Called when so many have been delivered in all. */
  strike?: { after: number; how(): Promise<void> };
}

const group = 'g';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Multicasts over a middleware under load, and returns the history: each member sends its messages, several under way at
 * once, and answers some of those it is given. What could not be sent is not in it.
 */
export async function runOn(style: string, open: OpenMulticast, load: Load): Promise<EvidenceRecord[]> {
  const { members, count, window, answersEvery, quietMs, strike } = load;
  const { records, note } = openRecords(style, group);
  const last = new Map<string, number>();
  const answers: Promise<void>[] = [];
  let [delivered, at, struck] = [0, performance.now(), false];
  let striking: Promise<void> = Promise.resolve();

  const sendOne = async (member: string): Promise<void> => {
    const n = (last.get(member) ?? 0) + 1;
    last.set(member, n);
    const id = `${group}/${member}/1/${n}`;
    note(member, 'submitted', id);
    await multicast.send(member, id).catch((error: unknown) => note(member, 'dropped', id, String(error)));
  };
  const deliver: Deliver = (member, id) => {
    note(member, 'delivered', id);
    [delivered, at] = [delivered + 1, performance.now()];
    if (strike && !struck && delivered >= strike.after) {
      struck = true;
      striking = strike.how();
    }
    const [, sender, , n] = id.split('/');
    const next = members[(members.indexOf(sender!) + 1) % members.length];
    if (member === next && Number(n) <= count && Number(n) % answersEvery === 0) answers.push(sendOne(member));
  };
  const multicast = await open(members, deliver);
  try {
    for (const member of members) note(member, 'view', 'view/1', JSON.stringify({ id: 1, members }));
    const lane = async (member: string): Promise<void> => {
      while ((last.get(member) ?? 0) < count) await sendOne(member);
    };
    await Promise.all(members.flatMap((member) => Array.from({ length: window }, () => lane(member))));
    await striking;
    const total = () => [...last.values()].reduce((sum, n) => sum + n, 0) * members.length;
    while (delivered < total() && performance.now() - at < quietMs) await pause(20);
    await Promise.all(answers);
    note('harness', 'settled', 'quiescent');
    return records;
  } finally {
    await multicast.close();
  }
}
