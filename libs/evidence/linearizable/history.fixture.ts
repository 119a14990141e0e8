import { randomOf } from '@parley/faults';
import type { Call } from './call';
import { type AccountInput, accountModel } from './model';

export const limit = 60;
export const modelOf = () => accountModel(limit);

/**
 * A history as a correct machine gives it, by a simulation of its own: `replicas` execute one log, each so far behind; clients
 * call whichever, one call at a time, and carry the version that they have seen last. Some never get an answer.
 */
export function correctHistory(seed: number, count = 40): Call[] {
  const random = randomOf(seed, 'history');
  const pick = (n: number) => Math.floor(random() * n);
  const clients = Array.from({ length: 4 }, (_, at) => ({ name: `c${at}`, free: 0, seen: 0 }));
  const accounts = ['ann', 'bob'];
  const states = new Map(accounts.map((key) => [key, modelOf().initial]));
  const byVersion: Map<string, { balance: number }>[] = [new Map(states)];
  const times = [0];
  const calls: Call[] = [];
  for (let n = 0; n < count; n += 1) {
    const client = clients.reduce((a, b) => (b.free < a.free ? b : a));
    const invoked = client.free + 1 + pick(5);
    // The log's order is that of the moments at which operations reach it, each within its call.
    const effect = Math.max(times.at(-1)! + 1, invoked + 1 + pick(8));
    const key = accounts[pick(accounts.length)]!;
    const about = { id: `${n}`, client: client.name, key, invoked: BigInt(invoked) };
    if (random() < 0.35) {
      const carries = random() < 0.7;
      const newest = times.findLastIndex((time) => time <= effect);
      const version = Math.max(carries ? client.seen : 0, newest - pick(4));
      const returned = Math.max(times[version]!, invoked) + 1 + pick(5);
      const input: AccountInput = { do: 'read' };
      const output = { outcome: 'read', balance: byVersion[version]!.get(key)!.balance };
      calls.push({
        ...about,
        kind: 'read',
        input,
        output,
        version,
        returned: BigInt(returned),
        ...(carries && { atLeast: client.seen }),
      });
      client.seen = Math.max(client.seen, version);
      client.free = returned;
      continue;
    }
    const input: AccountInput =
      random() < 0.6 ? { do: 'debit', amount: 1 + pick(20) } : { do: 'refund', amount: 1 + pick(9) };
    const lost = random() < 0.1;
    // What got no answer may have had no effect.
    if (lost && random() < 0.5) {
      calls.push({ ...about, kind: 'write', input });
    } else {
      const [after, output] = modelOf().step(states.get(key)!, input);
      states.set(key, after);
      times.push(effect);
      byVersion.push(new Map(states));
      const version = times.length - 1;
      const returned = effect + 1 + pick(6);
      calls.push({
        ...about,
        kind: 'write',
        input,
        ...(!lost && { output, version, returned: BigInt(returned), replica: `r${pick(3)}` }),
      });
      if (!lost) client.seen = version;
    }
    client.free = effect + 8;
  }
  return calls;
}

type Change = (calls: Call[], pick: (n: number) => number) => boolean;

const answered = (calls: Call[], kind: Call['kind']) =>
  calls.filter((call) => call.kind === kind && call.returned !== undefined);

/** What a broken machine would have answered: each returns false where the history has no place for it. */
export const mutants: Record<string, Change> = {
  /** An operation executed twice. */
  'a debit that counted twice': (calls, pick) => {
    const writes = answered(calls, 'write').filter(({ output }) => (output as { outcome: string }).outcome === 'done');
    const one = writes[pick(writes.length)];
    if (!one) return false;
    const output = one.output as { balance: number };
    one.output = { ...output, balance: output.balance + 1000 };
    return true;
  },
  /** Acknowledged, and gone: what comes after it on that account knows nothing of it. */
  'a lost write': (calls, pick) => {
    const done = answered(calls, 'write').filter(({ output }) => (output as { outcome: string }).outcome === 'done');
    const after = (one: Call) =>
      calls.filter(
        ({ key, kind, version = 0 }) => key === one.key && version >= one.version! + (kind === 'write' ? 1 : 0),
      );
    // A write that nobody has heard of might make up for it.
    const open = new Set(calls.filter(({ returned }) => returned === undefined).map(({ key }) => key));
    const followed = done.filter((one) => after(one).length > 0 && !open.has(one.key));
    const one = followed[pick(followed.length)];
    if (!one) return false;
    const { do: what, amount } = one.input as { do: string; amount: number };
    for (const call of after(one)) {
      const output = call.output as { balance: number };
      call.output = { ...output, balance: output.balance - (what === 'debit' ? amount : -amount) };
    }
    return true;
  },
  /** Accepted over the limit. */
  'a decline that was let through': (calls) => {
    const one = answered(calls, 'write').find(({ output }) => (output as { outcome: string }).outcome === 'declined');
    if (!one) return false;
    one.output = { ...(one.output as object), outcome: 'done' };
    return true;
  },
  /** Answered before it was in the log. */
  'an earlier version for a later write': (calls) => {
    const writes = answered(calls, 'write').sort((a, b) => a.version! - b.version!);
    const pair = writes.findIndex((one, at) => writes[at + 1] && one.returned! < writes[at + 1]!.invoked);
    if (pair < 0) return false;
    const [one, other] = [writes[pair]!, writes[pair + 1]!];
    [one.version, other.version] = [other.version, one.version];
    return true;
  },
  'one version for two operations': (calls, pick) => {
    const writes = answered(calls, 'write');
    const [one, other] = [writes[pick(writes.length)], writes[pick(writes.length)]];
    if (!one || !other || one === other) return false;
    one.version = other.version;
    return true;
  },
  'another answer to a repetition': (calls, pick) => {
    const writes = answered(calls, 'write');
    const one = writes[pick(writes.length)];
    if (!one) return false;
    one.again = [{ output: one.output, version: one.version! + 1 }];
    return true;
  },
  /** A replica that did not wait. */
  'a read below the version that it asked for': (calls, pick) => {
    const reads = answered(calls, 'read').filter(({ atLeast }) => (atLeast ?? 0) > 0);
    const one = reads[pick(reads.length)];
    if (!one) return false;
    one.version = one.atLeast! - 1;
    return true;
  },
  /** A replica whose state is not the one of the version that it names. */
  'a value of another version': (calls, pick) => {
    const reads = answered(calls, 'read');
    const one = reads[pick(reads.length)];
    if (!one) return false;
    const output = one.output as { balance: number };
    one.output = { ...output, balance: output.balance - 500 };
    return true;
  },
  'a read from the future': (calls) => {
    const writes = answered(calls, 'write').sort((a, b) => a.version! - b.version!);
    const last = writes.at(-1);
    const one = answered(calls, 'read').find(({ returned }) => last && returned! < last.invoked);
    if (!one || !last) return false;
    one.version = last.version;
    return true;
  },
};

/** A copy with that change; undefined where there is no place for it. */
export function mutated(calls: readonly Call[], name: string, seed: number): Call[] | undefined {
  const copy = structuredClone(calls) as Call[];
  const random = randomOf(seed, name);
  return mutants[name]!(copy, (n) => Math.floor(random() * n)) ? copy : undefined;
}
