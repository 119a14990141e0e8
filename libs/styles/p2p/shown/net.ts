import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tailHistory, type EvidenceRecord } from '@parley/evidence';
import { startProcess, type Child } from '@parley/faults';
import type { Answer, Batch, Outcome } from '@parley/roles';

/** A peer of the show, a process of its own. */
export interface Member extends Child {
  name: string;
  address: string;
}

export interface Publisher extends Member {
  /** Publishes one after the other; resolves to what the caller saw of each. */
  publish(batch: Batch): Promise<Outcome[]>;
}

interface Wish {
  /** What stands behind the address: channel, topic, conditions. */
  wants?: string;
  knows: Member[];
}

// The program that this is bundled into: it plays every style's roles.
const program = [process.execPath, __filename, 'p2p'];

/** A network of peers that are processes, with their history, in a folder under `out` that goes at the end. */
export function openNet(out: string) {
  const evidence = mkdtempSync(join(out, 'peers-'));
  const tail = tailHistory(evidence);
  const members: Member[] = [];

  const start = async (role: string, name: string, { wants, knows }: Wish, ...more: string[]): Promise<Member> => {
    const behind = wants ? `?${wants}` : '';
    const line = [...program, '--role', role, '--name', name, '--bind', `tcp://127.0.0.1:0${behind}`, ...more];
    for (const { address } of knows) line.push('--connect', address);
    const child = startProcess([...line, '--evidence', evidence], { env: { ...process.env } });
    const { addresses } = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as { addresses: string[] };
    const member = { ...child, name, address: addresses[0]! };
    members.push(member);
    return member;
  };

  const publisher = async (name: string, wish: Wish): Promise<Publisher> => {
    const member = await start('publisher', name, wish, '--driven');
    let [n, from] = [0, 1];
    const publish = async (batch: Batch): Promise<Outcome[]> => {
      n += 1;
      member.write(JSON.stringify({ n, do: 'notify', messages: { ...batch, from }, pipelined: false }));
      from += batch.count;
      const answer = JSON.parse((await member.line(/^> /)).slice(2)) as Answer;
      return answer.outcomes ?? [];
    };
    return { ...member, publish };
  };

  const until = async (holds: (history: EvidenceRecord[]) => boolean, withinMs = 10_000): Promise<boolean> => {
    for (const end = performance.now() + withinMs; !holds(tail.read());) {
      if (performance.now() >= end) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return true;
  };

  /** The records of a member about what a publisher sent, from its n-th message on, probes aside. */
  const seen = (event: EvidenceRecord['event'], member: Member, ids: Set<string>): EvidenceRecord[] =>
    tail.read().filter((record) => record.process === member.name && record.event === event && ids.has(record.msg.id));

  return {
    subscriber: (name: string, wish: Wish) => start('subscriber', name, wish),
    publisher,
    until,
    seen,
    /** Sends until a message has come to each of these. Throws where that does not happen. */
    connected: async (from: Publisher, to: Member[]): Promise<void> => {
      const reached = (history: EvidenceRecord[]) => {
        const names = new Set(history.filter(({ event }) => event === 'received').map((record) => record.process));
        return to.every(({ name }) => names.has(name));
      };
      for (let attempt = 0; attempt < 50; attempt += 1) {
        await from.publish({ count: 1, type: 'probe' });
        if (await until(reached, 200)) return;
      }
      throw new Error('the peers did not find each other');
    },
    close: async (): Promise<void> => {
      for (const member of members) member.kill('SIGTERM');
      const gone = Promise.all(members.map(({ exited }) => exited));
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
      for (const member of members) member.kill('SIGKILL');
      rmSync(evidence, { recursive: true, force: true });
    },
  };
}

/** How often each note was made, `3 × via a, 2 × via b`. */
export const tally = (records: EvidenceRecord[]): string => {
  const counts = new Map<string, number>();
  for (const { note = '' } of records) counts.set(note, (counts.get(note) ?? 0) + 1);
  return [...counts].map(([note, count]) => `${count} ${note}`).join(', ') || 'nothing';
};
