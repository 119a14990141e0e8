import { type Call, type Judged, said } from './call';
import { type Model, textOf } from './model';

/** States that are looked at before the search gives up, as undecided. */
const defaultLimit = 2_000_000;

interface Search {
  order?: string[];
  exhausted: boolean;
}

/**
 * Looks for an order of the calls that each client could have seen: one that keeps what was over before another began (real time)
 * and in which the model gives every answer that was given. Calls without an answer may be in it or not. Wing & Gong's
 * search (1993) with Lowe's memory of what was tried (2017): the set of calls already placed, and the state reached.
 */
function orderOf<State, Input, Output>(
  calls: readonly Call<Input, Output>[],
  { initial, step }: Model<State, Input, Output>,
  limit: number,
): Search {
  const answered = calls.filter((call) => call.returned !== undefined).sort((a, b) => (a.invoked < b.invoked ? -1 : 1));
  const open = calls.filter((call) => call.returned === undefined && call.kind === 'write');
  const wanted = answered.map(({ output }) => textOf(output));
  const placed = new Uint8Array(answered.length);
  const usedOpen = new Uint8Array(open.length);
  const tried = new Set<string>();
  const order: string[] = [];
  let left = limit;
  let furthest = 0;

  /** Answered calls that nothing unplaced has to come before, and the time until which an open one may have begun. */
  function next(base: number): { candidates: number[]; before: bigint | undefined } {
    const found: number[] = [];
    let earliest: bigint | undefined;
    for (let at = base; at < answered.length; at += 1) {
      const { invoked, returned } = answered[at]!;
      if (placed[at]) continue;
      if (earliest !== undefined && invoked > earliest) break;
      found.push(at);
      if (earliest === undefined || returned! < earliest) earliest = returned!;
    }
    return { candidates: found.filter((at) => answered[at]!.invoked <= earliest!), before: earliest };
  }

  const seen = (base: number, state: State): boolean => {
    const ahead: number[] = [];
    for (let at = base; at <= furthest; at += 1) if (placed[at]) ahead.push(at);
    const key = `${base}|${ahead.join()}|${usedOpen.join('')}|${textOf(state)}`;
    if (tried.has(key)) return true;
    tried.add(key);
    return false;
  };

  function place(base: number, count: number, state: State): boolean {
    if (count === answered.length) return true;
    if (left-- <= 0 || seen(base, state)) return false;
    const { candidates, before } = next(base);
    for (const at of candidates) {
      const [after, output] = step(state, answered[at]!.input);
      if (textOf(output) !== wanted[at]) continue;
      placed[at] = 1;
      furthest = Math.max(furthest, at);
      order.push(answered[at]!.id);
      let first = base;
      while (first < answered.length && placed[first]) first += 1;
      if (place(first, count + 1, after)) return true;
      order.pop();
      placed[at] = 0;
    }
    for (let at = 0; at < open.length; at += 1) {
      if (usedOpen[at] || open[at]!.invoked > before!) continue;
      usedOpen[at] = 1;
      order.push(open[at]!.id);
      if (place(base, count, step(state, open[at]!.input)[0])) return true;
      order.pop();
      usedOpen[at] = 0;
    }
    return false;
  }

  return place(0, 0, initial) ? { order, exhausted: false } : { exhausted: left <= 0 };
}

/** The history as it was at a time: what had not returned by then had not returned. */
const until = <Input, Output>(calls: readonly Call<Input, Output>[], time: bigint): Call<Input, Output>[] =>
  calls
    .filter(({ invoked }) => invoked <= time)
    .map((call) =>
      call.returned !== undefined && call.returned <= time ? call : { ...call, returned: undefined, output: undefined },
    );

/** The shortest beginning of a history that no order explains: any longer one can't be explained either. */
function shortest<State, Input, Output>(
  calls: readonly Call<Input, Output>[],
  model: Model<State, Input, Output>,
  limit: number,
): Call<Input, Output>[] {
  const times = calls.flatMap(({ returned }) => (returned === undefined ? [] : [returned]));
  times.sort((a, b) => (a < b ? -1 : 1));
  let [low, high] = [0, times.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (orderOf(until(calls, times[middle]!), model, limit).order) low = middle + 1;
    else high = middle;
  }
  return until(calls, times[low]!);
}

/** Pairs of calls of which neither was over when the other began: where an order had to be chosen. */
const concurrentPairs = (calls: readonly Call[]): number => {
  let pairs = 0;
  const sorted = [...calls].sort((a, b) => (a.invoked < b.invoked ? -1 : 1));
  sorted.forEach((one, at) => {
    for (let other = at + 1; other < sorted.length; other += 1) {
      if (one.returned !== undefined && sorted[other]!.invoked > one.returned) break;
      pairs += 1;
    }
  });
  return pairs;
};

/**
 * Whether the calls on each object are linearizable by its model: *holds* with the number of concurrent pairs, *violated* with
 * the last calls of the shortest beginning that no order explains, *undecided* when the search became too long.
 */
export function judgeLinearizable<State, Input, Output>(
  calls: readonly Call[],
  modelOf: (key: string) => Model<State, Input, Output>,
  limit = defaultLimit,
): Judged {
  let power = 0;
  let undecided = false;
  for (const key of new Set(calls.map((call) => call.key))) {
    const own = calls.filter((call) => call.key === key) as Call<Input, Output>[];
    const { order, exhausted } = orderOf(own, modelOf(key), limit);
    power += concurrentPairs(own);
    undecided ||= exhausted;
    if (order || exhausted) continue;
    const witness = shortest(own, modelOf(key), limit).slice(-6).map(said);
    return { name: 'linearizable', verdict: 'violated', power, witness };
  }
  return { name: 'linearizable', verdict: undecided || calls.length === 0 ? 'undecided' : 'holds', power, witness: [] };
}
