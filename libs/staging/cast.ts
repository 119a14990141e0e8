import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tailHistory, type EvidenceRecord } from '@parley/evidence';
import { startDriven, type Batch, type Driven, type Outcome } from '@parley/roles';
import { program } from './parts';
import { until } from './time';

/** A role of some style in a show, a process of its own. */
export interface Actor extends Driven {
  /** Where it can be reached, as it says itself. */
  address: string;
  /** Sends, all at once unless told otherwise; resolves to what the caller saw of each. Throws where it has ended. */
  send(batch: Batch & { op?: 'notify' | 'reserve'; pipelined?: boolean }): Promise<Outcome[]>;
}

export interface Standing {
  /** What is put before its command: the host that it runs on. */
  on?: string[];
  bind?: string | string[];
  connect?: string | string[];
  deadlineMs?: number;
}

/** Roles of styles as processes that do as they are told, with one history, in a folder under `out` that goes at the end. */
export function openCast(out: string) {
  const evidence = mkdtempSync(join(out, 'cast-'));
  const tail = tailHistory(evidence);
  const actors: Actor[] = [];
  const styleOf = new Map<string, string>();

  const start = async (style: string, role: string, name: string, standing: Standing = {}): Promise<Actor> => {
    const { on = [], bind = [], connect = [], deadlineMs = 5000 } = standing;
    const line = [...on, ...program, style, '--role', role, '--driven', '--name', name, '--evidence', evidence];
    line.push('--deadline', String(deadlineMs));
    for (const address of [bind].flat()) line.push('--bind', address);
    for (const address of [connect].flat()) line.push('--connect', address);
    const driven = await startDriven(name, line);
    const send: Actor['send'] = async ({ op = 'notify', pipelined = true, ...batch }) => {
      const from = batch.from ?? driven.next;
      driven.next = from + batch.count;
      const { outcomes, error } = await driven.tell({ do: op, messages: { ...batch, from }, pipelined });
      if (!outcomes) throw new Error(`${name}: ${error}`);
      return outcomes;
    };
    const actor: Actor = Object.assign(driven, { address: driven.addresses[0] ?? '', send });
    actors.push(actor);
    styleOf.set(name, style);
    return actor;
  };

  /** What a process noted of these messages as its style's, in its order; not what its middleware noted under its own name. */
  const seen = (event: EvidenceRecord['event'], who: Actor, ids: Set<string>): EvidenceRecord[] => {
    const style = styleOf.get(who.name);
    const isMine = (record: EvidenceRecord) => record.process === who.name && record.style === style;
    return tail.read().filter((record) => record.event === event && isMine(record) && ids.has(record.msg.id));
  };

  const idsOf = (outcomes: Outcome[]) => new Set(outcomes.map(({ id }) => id));
  const got = (who: Actor, outcomes: Outcome[]): string[] =>
    seen('delivered', who, idsOf(outcomes)).map(({ msg }) => msg.id);

  const end = async (some: Actor[] = actors): Promise<void> => {
    await Promise.all(some.map((actor) => actor.kill()));
  };

  return {
    start,
    seen,
    /** The messages of these that were delivered to it, in its order. */
    got,
    /** Every record so far, by time. */
    history: () => tail.read(),
    /** Resolves when it holds, or with false after `withinMs`. */
    until: (holds: () => boolean, withinMs = 10_000): Promise<boolean> =>
      until(holds, withinMs).then(
        () => true,
        () => false,
      ),
    /** Resolves when nobody has noted anything for 400 ms. */
    quiet: async (): Promise<void> => {
      let [count, since] = [-1, performance.now()];
      await until(() => {
        const now = tail.read().length;
        if (now !== count) [count, since] = [now, performance.now()];
        return performance.now() - since >= 400;
      }, 60_000);
    },
    /** Ends these, or all. */
    end,
    close: async (): Promise<void> => {
      await end();
      rmSync(evidence, { recursive: true, force: true });
    },
  };
}
export type Cast = ReturnType<typeof openCast>;
