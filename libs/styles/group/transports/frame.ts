import { Fatal } from '@parley/faults';
import { openDecoder, type Decoder } from './decode';
import type { Value } from './value';

/** What a frame begins with. */
export const mark = Buffer.from('PG1\n');

/** `asks`: who is there? `says`: I am. Both tell whom their sender knows; the others carry packets. */
export type Kind = 'packets' | 'asks' | 'says';
const kinds: readonly Kind[] = ['packets', 'asks', 'says'];

export interface Head {
  group: string;
  from: string;
  /** Where its sender is reached, in a mesh. */
  address: string | null;
  /** Whom it is meant for, where it was not sent to them alone. */
  to: string | null;
  kind: Kind;
}

export const bad = (why: string): Fatal => new Fatal(`the bytes are no frame: ${why}`, { reason: 'undecodable' });

/** The first value of a frame. */
export const headValue = ({ group, from, address, to, kind }: Head): Value => [
  group,
  from,
  address,
  to,
  kinds.indexOf(kind),
];

const headOf = (value: Value): Head => {
  const [group, from, address, to, kind] = Array.isArray(value) ? value : [];
  const isName = (one: unknown): one is string | null => one === null || typeof one === 'string';
  if (typeof group !== 'string' || typeof from !== 'string' || !isName(address) || !isName(to)) throw bad('no head');
  if (typeof kind !== 'number' || !(kind in kinds)) throw bad('of no kind');
  return { group, from, address, to, kind: kinds[kind]! };
};

/** A frame's head, and the values that follow it, to be read once. Throws Fatal `undecodable`. */
export const openFrame = (bytes: Buffer): { head: Head; values: Decoder } => {
  if (!bytes.subarray(0, mark.length).equals(mark)) throw bad('it does not begin as one of ours');
  const values = openDecoder(bytes, mark.length);
  return { head: headOf(values.next()), values };
};

/** What a greeting says: whether its sender is a member, whom it knows, and of which making of the group it is. */
export const greetingOf = (value: Value): { isMember: boolean; peers: [string, string][]; born: string } => {
  const [isMember, peers, born] = (value ?? []) as Value[];
  if (typeof isMember !== 'boolean' || !Array.isArray(peers) || typeof born !== 'string')
    throw bad('a greeting without its sender’s peers');
  return {
    isMember,
    born,
    peers: peers.map((peer: Value) => {
      const [other, where] = Array.isArray(peer) ? peer : [];
      if (typeof other !== 'string' || typeof where !== 'string') throw bad('a peer without an address');
      return [other, where];
    }),
  };
};
