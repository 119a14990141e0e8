/** Who holds which job, and who may have the next. Decides only: no sockets, no clock. */

export interface Peer {
  identity: Buffer;
  key: string;
  name: string;
  instance: string;
  /** As the worker said last. */
  free: number;
  received: number;
  /** Jobs sent on this connection, in all. */
  dealt: number;
  /** Job id → its number on this connection. */
  outstanding: Map<string, number>;
  seenAt: number;
}

export interface Held<J> {
  id: string;
  job: J;
  deadline: number;
  waiting: boolean;
  /** When it was last handed out; 0: never. */
  dealtAt: number;
  holders: Set<Peer>;
}

export interface Deal<J> {
  held: Held<J>;
  peer: Peer;
}

export interface Seen {
  identity: Buffer;
  name: string;
  instance: string;
  free: number;
  received: number;
}

const room = (peer: Peer): number => peer.free - (peer.dealt - peer.received);

export const openBook = <J>({ resendAfterMs, goneAfterMs }: { resendAfterMs: number; goneAfterMs: number }) => {
  const jobs = new Map<string, Held<J>>();
  const peers = new Map<string, Peer>();
  // Two queues, both first in first out: what must be handed out again goes before what is new.
  const again: Held<J>[] = [];
  let fresh: Held<J>[] = [];
  let head = 0;
  let resent = 0;

  const requeue = (held: Held<J>) => {
    if (held.waiting || !jobs.has(held.id)) return;
    held.waiting = true;
    again.push(held);
  };

  const release = (peer: Peer, id: string) => {
    peer.outstanding.delete(id);
    const held = jobs.get(id);
    held?.holders.delete(peer);
    if (held && held.holders.size === 0) requeue(held);
  };

  /** The worker is gone: what it held goes to another. */
  const remove = (peer: Peer) => {
    if (!peers.delete(peer.key)) return;
    for (const id of [...peer.outstanding.keys()]) release(peer, id);
  };

  /** A worker has shown itself, with its credit. A new connection of a known instance replaces the old one. */
  const seen = ({ identity, name, instance, free, received }: Seen, now: number) => {
    const key = identity.toString('latin1');
    const known = peers.get(key);
    if (known) {
      Object.assign(known, { free, received, seenAt: now });
      return;
    }
    for (const other of [...peers.values()]) if (other.instance === instance) remove(other);
    peers.set(key, {
      identity,
      key,
      name,
      instance,
      free,
      received,
      dealt: received,
      outstanding: new Map(),
      seenAt: now,
    });
  };

  /** It stops by itself: what it never received goes to another at once, what it received has its result on the way. */
  const bye = (identity: Buffer, received: number) => {
    const peer = peers.get(identity.toString('latin1'));
    if (!peer) return;
    peers.delete(peer.key);
    for (const [id, number] of [...peer.outstanding]) if (number > received) release(peer, id);
  };

  const first = (): Held<J> | undefined => {
    for (;;) {
      const held = again[0] ?? fresh[head];
      if (!held || jobs.has(held.id)) return held;
      drop();
    }
  };

  const drop = () => {
    if (again.length > 0) again.shift();
    else head += 1;
    if (head > 1024 && head * 2 > fresh.length) {
      fresh = fresh.slice(head);
      head = 0;
    }
  };

  /** The least laden worker with room; one that holds the job already only if there is no other. */
  const choose = (held: Held<J>): Peer | undefined => {
    let best: Peer | undefined;
    for (const peer of peers.values()) {
      if (room(peer) <= 0) continue;
      const better =
        !best ||
        (held.holders.has(best) && !held.holders.has(peer)) ||
        (held.holders.has(best) === held.holders.has(peer) && peer.outstanding.size < best.outstanding.size);
      if (better) best = peer;
    }
    return best;
  };

  /** The next job and its worker, entered as handed out; undefined when there is no job or no credit. */
  const deal = (now: number): Deal<J> | undefined => {
    const held = first();
    const peer = held && choose(held);
    if (!held || !peer) return undefined;
    drop();
    peer.dealt += 1;
    peer.outstanding.set(held.id, peer.dealt);
    if (held.dealtAt > 0) resent += 1;
    Object.assign(held, { waiting: false, dealtAt: now });
    held.holders.add(peer);
    return { held, peer };
  };

  /** It could not be sent: as if it had not been dealt, and no more to this worker until it shows itself again. */
  const undeal = ({ held, peer }: Deal<J>) => {
    peer.dealt -= 1;
    peer.free = peer.dealt - peer.received;
    release(peer, held.id);
  };

  const add = (id: string, job: J, deadline: number) => {
    const held: Held<J> = { id, job, deadline, waiting: true, dealtAt: 0, holders: new Set() };
    jobs.set(id, held);
    fresh.push(held);
  };

  /** Takes a job out: answered or given up. Undefined when it is not here (any more). */
  const settle = (id: string): Held<J> | undefined => {
    const held = jobs.get(id);
    jobs.delete(id);
    for (const peer of peers.values()) peer.outstanding.delete(id);
    return held;
  };

  /** Puts what is overdue back in the queue, forgets silent workers, takes out and returns what is past its deadline. */
  const sweep = (now: number): Held<J>[] => {
    for (const peer of [...peers.values()]) if (now - peer.seenAt > goneAfterMs) remove(peer);
    const late: Held<J>[] = [];
    for (const held of jobs.values()) {
      if (held.deadline <= now) late.push(held);
      else if (!held.waiting && now - held.dealtAt > resendAfterMs) requeue(held);
    }
    for (const { id } of late) settle(id);
    return late;
  };

  return {
    add,
    bye,
    deal,
    has: (id: string) => jobs.has(id),
    held: () => [...jobs.values()],
    peers: () => [...peers.values()],
    remove,
    resent: () => resent,
    seen,
    settle,
    size: () => jobs.size,
    sweep,
    undeal,
  };
};
