import { randomUUID } from 'node:crypto';
import { Fatal, OutcomeUnknown } from '@parley/faults';
import { openDatagram, type Peer } from '@parley/middleware/datagram';
import type { Message } from '@parley/roles';
import { callBytes, groupAddressOf, readAnswer, type Operation } from './datagrams';

/** A result that is still to come. */
const openPlace = () => {
  let settle: { resolve(result: Message): void; reject(error: unknown): void } | undefined;
  const promise = new Promise<Message>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle! };
};

/** Called for each answer. */
type Take = (from: string, answer: ReturnType<typeof readAnswer>) => void;

/**
 * The members behind one address of IP multicast: a call is sent once, the network brings it to all, and each answers its
 * caller by itself. Nothing is sent again, so what is lost on the way is an answer that does not come.
 */
export async function openByAddress(address: string) {
  const { members, interfaceAddress, ...group } = groupAddressOf(address);
  if (members === undefined)
    throw new Fatal(`how many members ${address} has must be said: …?members=3`, { reason: 'address' });
  const waiting = new Map<string, Take>();
  const take = (bytes: Buffer, { host, port }: Peer) => {
    try {
      const answer = readAnswer(bytes);
      waiting.get(answer.call)?.(`${host}:${port}`, answer);
    } catch {
      // No member's answer: a stranger’s, who must not end a call that is not his.
    }
  };
  const socket = await openDatagram({ bind: `udp://${interfaceAddress}:0`, interface: interfaceAddress }, take);

  return {
    /** As many promises as there are members, in the order in which they answer; the others reject at `withinMs`. */
    ask: (operation: Operation, message: Message, withinMs: number): Promise<Message>[] => {
      const call = randomUUID();
      const places = Array.from({ length: members }, openPlace);
      const answered = new Set<string>();
      const end = (error: unknown) => {
        waiting.delete(call);
        clearTimeout(timer);
        for (const { reject } of places) reject(error);
      };
      const late = () =>
        end(new OutcomeUnknown(`${answered.size} of ${members} answered within ${withinMs.toFixed(0)} ms`));
      const timer = setTimeout(late, withinMs);
      waiting.set(call, (from, answer) => {
        if (answered.has(from)) return;
        const place = places[answered.size];
        answered.add(from);
        if ('error' in answer) place?.reject(answer.error);
        else place?.resolve(answer.result);
        if (answered.size < members) return;
        waiting.delete(call);
        clearTimeout(timer);
      });
      try {
        socket.send(callBytes({ call, operation }, message), group, withinMs).catch(end);
      } catch (error) {
        end(error);
      }
      return places.map(({ promise }) => promise);
    },
    size: members,
    close: socket.close,
  };
}
