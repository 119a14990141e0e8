import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tailHistory } from '@parley/evidence';
import { startProcess, type Child } from '@parley/faults';
import type { Answer, Batch, Outcome } from '@parley/roles';

/** A role of some style in a show, a process of its own. */
export interface Actor extends Child {
  name: string;
  /** Where it can be reached, as it says itself. */
  address: string;
  /** Sends; resolves to what the caller saw of each. */
  send(batch: Batch & { op?: 'notify' | 'reserve' }): Promise<Outcome[]>;
  /** Freezes it, and lets it go on. */
  freeze(): void;
  thaw(): void;
}

interface Standing {
  /** What is put before its command: the host that it runs on. */
  on?: string[];
  bind?: string;
  connect?: string;
  deadlineMs?: number;
}

// The program that this is bundled into: it plays every style's roles.
const program = [process.execPath, __filename];

/** Roles of styles as processes, with their history, in a folder under `out` that goes at the end. */
export function openNet(out: string) {
  const evidence = mkdtempSync(join(out, 'net-'));
  const tail = tailHistory(evidence);
  const actors: Actor[] = [];

  const start = async (style: string, role: string, name: string, standing: Standing = {}): Promise<Actor> => {
    const { on = [], bind, connect, deadlineMs = 5000 } = standing;
    const line = [...on, ...program, style, '--role', role, '--driven', '--name', name, '--evidence', evidence];
    line.push('--deadline', String(deadlineMs));
    if (bind) line.push('--bind', bind);
    if (connect) line.push('--connect', connect);
    const child = startProcess(line, { env: { ...process.env } });
    const ready = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as {
      addresses: string[];
      pid: number;
    };
    let [n, from] = [0, 1];
    const send: Actor['send'] = async ({ op = 'notify', ...batch }) => {
      n += 1;
      child.write(JSON.stringify({ n, do: op, messages: { ...batch, from }, pipelined: true }));
      from += batch.count;
      const answer = JSON.parse((await child.line(/^> /)).slice(2)) as Answer;
      return answer.outcomes ?? [];
    };
    const actor: Actor = {
      ...child,
      name,
      address: ready.addresses[0] ?? '',
      send,
      freeze: () => void process.kill(ready.pid, 'SIGSTOP'),
      thaw: () => void process.kill(ready.pid, 'SIGCONT'),
    };
    actors.push(actor);
    return actor;
  };

  const got = (who: Actor, outcomes: Outcome[]): string[] => {
    const ids = new Set(outcomes.map(({ id }) => id));
    return tail
      .read()
      .filter(({ event, process, msg }) => event === 'delivered' && process === who.name && ids.has(msg.id))
      .map(({ msg }) => msg.id);
  };

  const until = async (holds: () => boolean, withinMs: number): Promise<void> => {
    for (const end = performance.now() + withinMs; !holds() && performance.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 10));
  };

  return {
    start,
    /** Resolves when it holds, or after `withinMs`. */
    until,
    /** The messages of these that were delivered to it, in its order. */
    got,
    /** The same, when all of them are there, or after five seconds. */
    gotAll: async (who: Actor, outcomes: Outcome[]): Promise<string[]> => {
      await until(() => got(who, outcomes).length === outcomes.length, 5000);
      return got(who, outcomes);
    },
    /** Resolves when nobody has noted anything for 400 ms. */
    quiet: async (): Promise<void> => {
      for (let [count, since] = [-1, performance.now()]; performance.now() - since < 400;) {
        const now = tail.read().length;
        if (now !== count) [count, since] = [now, performance.now()];
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Ends these, or all. */
    end: async (some: Actor[] = actors): Promise<void> => {
      for (const actor of some) actor.kill('SIGKILL');
      await Promise.all(some.map(({ exited }) => exited));
    },
    close: async (): Promise<void> => {
      for (const actor of actors) actor.kill('SIGKILL');
      await Promise.all(actors.map(({ exited }) => exited));
      rmSync(evidence, { recursive: true, force: true });
    },
  };
}
export type Net = ReturnType<typeof openNet>;
