import { randomOf } from '@parley/faults';
import type { EvidenceRecord } from '@parley/evidence';
import type { OpenMulticast } from '../orders/multicast';
import { openRecords } from '../orders/records';
import { execute, newReplica, request, type Command } from './replica';
import type { Service } from './service';

export interface Clients {
  members: readonly string[];
  /** Requests of each member’s client to each service. */
  turns: number;
  /** Of those, so many under way at once. */
  window: number;
  seed: number;
  /** How long nothing may be delivered before what is missing counts as missing, in ms. */
  quietMs: number;
}

interface Sent extends Command {
  id: string;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Runs replicas of several services at once over one multicast, a client beside each, and returns the history of each
 * service, by its name. Resolves when all that was sent is delivered everywhere, or nothing has come for `quietMs`.
 */
export async function runServices(
  services: readonly Service[],
  open: OpenMulticast,
  { members, turns, window, seed, quietMs }: Clients,
): Promise<Map<string, EvidenceRecord[]>> {
  const hosted = new Map(
    services.map((service) => {
      const replicas = new Map(members.map((member) => [member, newReplica(service, member)]));
      return [service.name, { service, replicas, ...openRecords('services', service.name) }];
    }),
  );
  let [sent, delivered, at] = [0, 0, performance.now()];
  const multicast = await open(members, (member, text) => {
    const { id, ...command } = JSON.parse(text) as Sent;
    const { service, replicas, note } = hosted.get(id.split('/')[0]!)!;
    note(member, 'delivered', id);
    const view = execute(service, replicas.get(member)!, command);
    note(member, 'processed', id, JSON.stringify({ ...command, view }));
    [delivered, at] = [delivered + 1, performance.now()];
  });
  try {
    const client = async (member: string): Promise<void> => {
      const random = randomOf(seed, member);
      for (let turn = 0; turn < turns;) {
        const under: Promise<void>[] = [];
        for (let n = 0; n < window && turn < turns; n += 1) {
          turn += 1;
          for (const { service, replicas, note } of hosted.values()) {
            const id = `${service.name}/${member}/1/${turn}`;
            note(member, 'submitted', id);
            const command = request(service, replicas.get(member)!, `-${member}-${turn}`, random());
            sent += 1;
            under.push(multicast.send(member, JSON.stringify({ id, ...command })));
          }
        }
        await Promise.all(under);
      }
    };
    for (const { note } of hosted.values())
      for (const member of members) note(member, 'view', 'view/1', JSON.stringify({ id: 1, members }));
    await Promise.all(members.map(client));
    at = performance.now();
    while (delivered < sent * members.length && performance.now() - at < quietMs) await pause(20);
    for (const { note } of hosted.values()) note('harness', 'settled', 'quiescent');
    return new Map([...hosted].map(([name, { records }]) => [name, records]));
  } finally {
    await multicast.close();
  }
}
