import { type Call, type Judged, judged, said } from './call';
import { type Model, textOf } from './model';

type Answered = Call & { returned: bigint; version: number };
const hasVersion = (call: Call): call is Answered => call.returned !== undefined && call.version !== undefined;
const byTime = (a: Call, b: Call) => (a.invoked < b.invoked ? -1 : 1);
const writesOf = (calls: readonly Call[]) =>
  calls.filter((call): call is Answered => call.kind === 'write' && hasVersion(call));
const readsOf = (calls: readonly Call[]) =>
  calls.filter((call): call is Answered => call.kind === 'read' && hasVersion(call));

/** The last of the writes that had returned when a call was invoked, by version; for calls in the order of their invocation. */
function* withNewest(calls: readonly Call[], writes: readonly Answered[]): Generator<[Call, Answered | undefined]> {
  const returned = [...writes].sort((a, b) => (a.returned < b.returned ? -1 : 1));
  let newest: Answered | undefined;
  let at = 0;
  for (const call of [...calls].sort(byTime)) {
    for (; at < returned.length && returned[at]!.returned < call.invoked; at += 1)
      if (!newest || returned[at]!.version > newest.version) newest = returned[at];
    yield [call, newest];
  }
}

/** Real time: a write that began when another was over has a later version. Over all objects: versions are of the whole. */
export function judgeWriteOrder(calls: readonly Call[]): Judged {
  const writes = writesOf(calls);
  let power = 0;
  for (const [call, newest] of withNewest(writes, writes)) {
    if (!newest) continue;
    power += 1;
    if (newest.version >= call.version!) return judged('write order', power, [said(newest), said(call)]);
  }
  return judged('write order', power, []);
}

/** Every version belongs to one operation, and a repetition is answered as the first time. */
export function judgeVersions(calls: readonly Call[]): Judged {
  const owners = new Map<number, Call>();
  const writes = writesOf(calls);
  for (const call of writes) {
    const owner = owners.get(call.version);
    if (owner) return judged('one version an operation', owners.size, [said(owner), said(call)]);
    owners.set(call.version, call);
    const other = call.again?.find(
      ({ version, output }) => version !== call.version || textOf(output) !== textOf(call.output),
    );
    if (other) return judged('one version an operation', owners.size, [said(call), JSON.stringify(other)]);
  }
  return judged('one version an operation', owners.size, []);
}

/** A read never sees less than it asked for, and nothing that nobody had asked for yet. */
export function judgeReads(calls: readonly Call[]): Judged {
  const writes = writesOf(calls).sort((a, b) => a.version - b.version);
  let latest: Answered | undefined;
  // Of all writes up to a version, the one that began last: a read of that version can't have ended before.
  const began = writes.map((write) => (latest = !latest || write.invoked > latest.invoked ? write : latest));
  const reads = readsOf(calls);
  for (const read of reads) {
    if (read.version < (read.atLeast ?? 0))
      return judged('reads', reads.length, [`asked for ${read.atLeast}`, said(read)]);
    const upTo = writes.findLastIndex(({ version }) => version <= read.version);
    const last = began[upTo];
    if (last && last.invoked > read.returned) return judged('reads', reads.length, [said(read), said(last)]);
  }
  return judged('reads', reads.length, []);
}

/** What a client has seen, it does not lose again: of its reads that carry the last version that it has seen. */
export function judgeSessions(calls: readonly Call[]): Judged[] {
  const seen = new Map<string, { write?: Answered; read?: Answered }>();
  const found = { writes: [] as string[], reads: [] as string[] };
  const power = { writes: 0, reads: 0 };
  for (const call of calls.filter(hasVersion).sort(byTime)) {
    const session = seen.get(call.client) ?? {};
    seen.set(call.client, session);
    if (call.kind === 'read' && (call.atLeast ?? 0) > 0) {
      if (session.write) power.writes += 1;
      if (session.read) power.reads += 1;
      if (session.write && call.version < session.write.version && found.writes.length === 0)
        found.writes = [said(session.write), said(call)];
      if (session.read && call.version < session.read.version && found.reads.length === 0)
        found.reads = [said(session.read), said(call)];
    }
    const { kind } = call;
    if (call.version > (session[kind]?.version ?? -1)) session[kind] = call;
  }
  return [judged('read your writes', power.writes, found.writes), judged('monotonic reads', power.reads, found.reads)];
}

/** Reads that carry no version and saw less than a write that was over when they began: allowed, and the reason for versions. */
export function staleReads(calls: readonly Call[]): { read: Call; missed: Call }[] {
  const free = readsOf(calls).filter(({ atLeast }) => !atLeast);
  const stale: { read: Call; missed: Call }[] = [];
  for (const [read, newest] of withNewest(free, writesOf(calls)))
    if (newest && newest.version > read.version!) stale.push({ read, missed: newest });
  return stale;
}

/**
 * Whether, in the order of the versions, the model gives the answers that were given, to writes and to reads alike. A write of
 * which nobody has heard may stand anywhere between two versions after it began, or nowhere: all such places are tried.
 */
export function judgeByVersion<State, Input, Output>(
  calls: readonly Call[],
  modelOf: (key: string) => Model<State, Input, Output>,
): Judged {
  const keys = new Set(calls.map(({ key }) => key));
  let power = 0;
  for (const key of keys) {
    const own = calls.filter((call) => call.key === key) as Call<Input, Output>[];
    // A read sees its version, so it comes after the write that made it.
    const known = own
      .filter((call) => hasVersion(call as Call))
      .sort((a, b) => a.version! - b.version! || (a.kind === b.kind ? 0 : a.kind === 'write' ? -1 : 1));
    const open = own.filter((call) => call.returned === undefined && call.kind === 'write');
    power += known.length;
    const furthest = replay(known, open, modelOf(key));
    if (furthest < known.length)
      return judged(
        'answers by version',
        power,
        known.slice(Math.max(0, furthest - 3), furthest + 1).map((call) => said(call as Call)),
      );
  }
  return judged('answers by version', power, []);
}

/** How many of the calls can be explained, in their order, at most. */
function replay<State, Input, Output>(
  known: readonly Call<Input, Output>[],
  open: readonly Call<Input, Output>[],
  { initial, step }: Model<State, Input, Output>,
): number {
  // Breadth first: all states that some use of the open writes leads to, each once.
  let states = new Map<string, { state: State; used: Set<string> }>([['', { state: initial, used: new Set() }]]);
  const keyOf = (state: State, used: Set<string>) => `${textOf(state)}|${[...used].sort().join()}`;
  for (const [index, call] of known.entries()) {
    const usable = open.filter(({ invoked }) => invoked < call.returned!);
    // One open write more at each place, until there is no new state.
    for (const [, { state, used }] of states) {
      for (const write of usable) {
        if (used.has(write.id)) continue;
        const more = new Set(used).add(write.id);
        const [after] = step(state, write.input);
        const key = keyOf(after, more);
        if (!states.has(key)) states.set(key, { state: after, used: more });
      }
    }
    const next = new Map<string, { state: State; used: Set<string> }>();
    for (const { state, used } of states.values()) {
      const [after, output] = step(state, call.input);
      if (textOf(output) === textOf(call.output)) next.set(keyOf(after, used), { state: after, used });
    }
    if (next.size === 0) return index;
    states = next;
  }
  return known.length;
}
