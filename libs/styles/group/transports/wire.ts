import { Fatal } from '@parley/faults';
import { atMost, closeWithinMs } from './at-most';
import type { Decoder } from './decode';
import { openEncoder } from './encode';
import { bad, greetingOf, headValue, mark, openFrame, type Head, type Kind } from './frame';
import type { Impaired } from './impair';
import type { Transport } from './transport';
import type { Value } from './value';

/** From so many bytes on a frame goes out, though more may come. */
const full = { mesh: 64 * 1024, group: 16 * 1024 } as const;

export interface WireOptions {
  group: string;
  name: string;
  transport: Transport;
  impaired?: Impaired;
  /** One packet. Throws Fatal `undecodable` where it is none. */
  take(from: string, packet: Value): void;
  /** Somebody said that it is there; whether as a member, and of which making of the group. */
  heard(name: string, isMember: boolean, born: string): void;
  isMember(): boolean;
  born(): string;
  refused(error: Fatal): void;
}

const asFatal = (error: unknown): Fatal => (error instanceof Fatal ? error : bad(String(error)));

/**
 * Packets as frames: what is sent in one turn of the loop to the same receivers goes out as one frame where it fits, at
 * the end of the turn. What comes is taken apart; who is met is answered, so that each knows all.
 */
export function openWire({ group, name, transport, impaired, ...on }: WireOptions) {
  const limit = transport.mesh ? full.mesh : full.group;
  const boxes = new Map<string, ReturnType<typeof boxOf>>();
  const handing = new Set<Promise<void>>();
  let flushing: NodeJS.Immediate | undefined;
  let closed = false;

  const headFor = (to: string | null, kind: Kind): Value =>
    headValue({ group, from: name, address: transport.mesh ? transport.address : null, to, kind });

  const hand = (bytes: Buffer, to: string | undefined): void => {
    const handed = transport.send(Buffer.concat([mark, bytes]), to);
    handing.add(handed);
    void handed.then(() => handing.delete(handed));
  };

  const boxOf = (to: string | undefined) => {
    const encoder = openEncoder();
    let count = 0;
    const out = (upTo?: number): void => {
      const bytes = encoder.take(upTo);
      count = 0;
      hand(bytes, to);
    };
    const put = (packet: Value): void => {
      if (count === 0) encoder.put(headFor(to ?? null, 'packets'));
      const before = encoder.size();
      encoder.put(packet);
      count += 1;
      if (count > 1 && encoder.size() > transport.maxFrame - mark.length) {
        out(before);
        return put(packet);
      }
      if (encoder.size() >= limit) out();
    };
    return { put, flush: () => count > 0 && out() };
  };

  let turn: Promise<void> | undefined;
  let endTurn: () => void = () => undefined;

  const flush = (): void => {
    if (flushing) clearImmediate(flushing);
    flushing = undefined;
    for (const box of boxes.values()) box.flush();
    turn = undefined;
    endTurn();
  };
  const flushLater = (): void => {
    if (flushing) return;
    flushing = setImmediate(flush);
    turn = new Promise((resolve) => (endTurn = resolve));
  };

  const say = (kind: 'asks' | 'says', to?: string): void => {
    const encoder = openEncoder();
    encoder.put(headFor(to ?? null, kind));
    encoder.put([on.isMember(), transport.mesh ? transport.known() : [], on.born()]);
    hand(encoder.take(), to);
  };

  const greeted = (head: Head, frame: Decoder): void => {
    const { isMember, peers, born } = greetingOf(frame.next());
    const known = new Set([name, ...transport.known().map(([one]) => one)]);
    for (const [other, where] of peers) if (!known.has(other) && transport.meet(other, where)) say('asks', other);
    on.heard(head.from, isMember, born);
    if (head.kind === 'asks') say('says', head.from);
  };

  const open = (head: Head, frame: Decoder): void => {
    try {
      if (head.kind !== 'packets') return greeted(head, frame);
      while (frame.more() && !closed) on.take(head.from, frame.next());
    } catch (error) {
      on.refused(asFatal(error));
    }
  };

  return {
    /** One packet, for all others or for these. */
    send: (packet: Value, to?: readonly string[]): void => {
      if (closed) return;
      for (const one of to ?? [undefined]) {
        const key = one ?? '';
        if (!boxes.has(key)) boxes.set(key, boxOf(one));
        boxes.get(key)!.put(packet);
      }
      flushLater();
    },
    /** Resolves when all that was sent so far has been handed over, or refused. */
    handed: async (): Promise<void> => {
      await turn;
      await Promise.all(handing);
    },
    say,
    /** A frame that came. */
    take: (bytes: Buffer, where?: string): void => {
      if (closed) return;
      try {
        const { head, values } = openFrame(bytes);
        if (head.group !== group || head.from === name || (head.to !== null && head.to !== name)) return;
        const at = where ?? head.address;
        if (at !== null && transport.meet(head.from, at) && transport.mesh && head.kind !== 'asks')
          say('asks', head.from);
        if (!impaired) return open(head, values);
        impaired.pass(head.from, () => open(head, openFrame(bytes).values));
      } catch (error) {
        on.refused(asFatal(error));
      }
    },
    close: async (): Promise<void> => {
      flush();
      closed = true;
      await atMost(closeWithinMs, Promise.all(handing));
    },
  };
}

export type Wire = ReturnType<typeof openWire>;
