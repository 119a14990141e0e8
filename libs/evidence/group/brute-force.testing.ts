import type { EvidenceRecord } from '../record';
import type { VerdictName } from './types';

/** One unbroken membership of one incarnation, by the definitions' letter; nothing here is fast. */
interface Life {
  process: string;
  inc: string;
  member: boolean;
  views: { id: number; from: number }[];
  end: string;
  /** Submissions and first deliveries in local order. */
  did: { what: 'sent' | 'got'; id: string }[];
  got: string[];
}

interface NotedView {
  id: number;
  members: string[];
  joined?: string[];
  process: string;
  inc: string;
}

const viewsIn = (records: EvidenceRecord[]): NotedView[] =>
  records
    .filter(({ event }) => event === 'view')
    .map(({ note, process, inc }) => ({ ...JSON.parse(note!), process, inc }));

const livesOf = (records: EvidenceRecord[]): Life[] => {
  const views = viewsIn(records);
  const lives: Life[] = [];
  const told = records.filter(({ event, process }) => event !== 'crash' && process !== 'harness');
  for (const key of new Set(told.map(({ process, inc }) => `${process} ${inc}`))) {
    const [process, inc] = key.split(' ') as [string, string];
    const own = told.filter((one) => one.process === process && one.inc === inc).sort((a, b) => a.seq - b.seq);
    const fresh = (view?: number): Life => {
      const life: Life = {
        ...{ process, inc, member: view !== undefined, end: 'stays', did: [], got: [] },
        views: view === undefined ? [] : [{ id: view, from: 0 }],
      };
      lives.push(life);
      return life;
    };
    let life = fresh();
    const before = new Set<string>();
    for (const { event, msg, note } of own) {
      if (event === 'submitted') life.did.push({ what: 'sent', id: msg.id });
      if (event === 'delivered') {
        const real = told.some((one) => one.event === 'submitted' && one.msg.id === msg.id);
        if (!real || before.has(msg.id)) continue;
        before.add(msg.id);
        life.did.push({ what: 'got', id: msg.id });
        life.got.push(msg.id);
      }
      if (event !== 'view') continue;
      const { id, members, joined = [] } = JSON.parse(note!) as NotedView;
      const last = life.views.at(-1)?.id;
      if (!members.includes(process)) {
        if (!life.member) continue;
        life.end = 'left';
        life = fresh();
      } else if (last === undefined) {
        life.end = 'joined';
        life = fresh(id);
      } else {
        const without = views.some((one) => one.id > last && one.id < id && !one.members.includes(process));
        if (joined.includes(process) || without) {
          life.end = 'expelled';
          life = fresh(id);
        } else life.views.push({ id, from: life.got.length });
      }
    }
    const last = life.views.at(-1)?.id;
    if (last !== undefined && views.some((one) => one.id > last && !one.members.includes(process)))
      life.end = 'expelled';
    const incs = [...new Set(told.filter((one) => one.process === process).map((one) => one.inc))];
    if (incs.at(-1) !== inc) life.end = 'replaced';
    if (records.some((one) => one.event === 'crash' && one.process === process && one.inc === inc))
      life.end = 'crashed';
  }
  return lives;
};

export type Answer = 'violated' | 'open' | 'fine';

export interface Naive {
  answers: Record<VerdictName, Answer>;
  /** How often FIFO and causal are broken, by verdict. */
  times: Partial<Record<VerdictName, number>>;
  /** Whether something was delivered that had not been sent by then: no order is defined then. */
  cyclic: boolean;
}

/** Judges a small history told by records of one group, whose members note their views, by the definitions. */
export const bruteForce = (records: EvidenceRecord[], claims?: readonly string[]): Naive => {
  const lives = livesOf(records);
  const views = viewsIn(records);
  const quiet = records.some(({ event, msg }) => event === 'settled' && msg.id === 'quiescent');
  const reliable = ['validity', 'agreement', 'uniform-agreement'].some((one) => claims?.includes(one));
  const strict = claims !== undefined && !claims.includes('view-synchrony');
  const senderOf = (id: string) => lives.find(({ did }) => did.some((one) => one.what === 'sent' && one.id === id));
  const ids = lives.flatMap(({ did }) => did.filter(({ what }) => what === 'sent').map(({ id }) => id));

  // Happened-before between submissions: the closure over all events, one by one.
  const nodes = lives.flatMap((life) => life.did.map((one, at) => ({ life, at, ...one })));
  const same = (a: Life, b: Life) => a.process === b.process && a.inc === b.inc;
  const closure = (follows: (a: (typeof nodes)[number], b: (typeof nodes)[number]) => boolean) => {
    const edge = nodes.map((a) =>
      nodes.map((b) => follows(a, b) || (a.what === 'sent' && b.what === 'got' && a.id === b.id)),
    );
    nodes.forEach((_, by) =>
      nodes.forEach((__, a) => edge[a]![by] && nodes.forEach((___, b) => edge[by]![b] && (edge[a]![b] = true))),
    );
    return edge;
  };
  // Nodes of one incarnation stand in its local order.
  const edge = closure((a, b) => same(a.life, b.life) && nodes.indexOf(a) < nodes.indexOf(b));
  /** Without what an incarnation knew in an earlier membership: gaps are asked for by this. */
  const within = closure((a, b) => a.life === b.life && a.at < b.at);
  const nodeOf = (id: string) => nodes.findIndex((one) => one.what === 'sent' && one.id === id);
  const before = (a: string, b: string) => edge[nodeOf(a)]![nodeOf(b)]!;
  const cyclic = nodes.some((_, at) => edge[at]![at]);

  const correct = (life: Life, view: number) => {
    // Who skips a view that does not exclude it was a member there all the same.
    const at = life.views.findLastIndex(({ id }) => id <= view);
    if (at < 0 || (strict && life.end !== 'stays')) return false;
    return life.views.slice(at).some(({ id }) => id > view) || life.end === 'stays';
  };
  const viewAt = (life: Life, id: string) => life.views.filter(({ from }) => from <= life.got.indexOf(id)).at(-1)?.id;
  const viewWhenSent = (id: string) => {
    const life = senderOf(id)!;
    const gotBefore = life.did.slice(
      0,
      life.did.findIndex((one) => one.what === 'sent' && one.id === id),
    );
    const count = gotBefore.filter(({ what }) => what === 'got').length;
    // A view installed after as many deliveries as had been made may have come after the submission: the records tell.
    const own = records
      .filter((one) => one.process === life.process && one.inc === life.inc)
      .sort((a, b) => a.seq - b.seq);
    const at = own.findIndex((one) => one.event === 'submitted' && one.msg.id === id);
    const installed = own
      .slice(0, at)
      .filter(({ event }) => event === 'view')
      .map(({ note }) => JSON.parse(note!).id);
    return life.views.filter((view) => view.from <= count && installed.includes(view.id)).at(-1)?.id;
  };
  /** The deliveries that a life made as a correct member. */
  const judgedOf = (life: Life, uniform: boolean) => {
    if (uniform) return life.got;
    return life.member ? life.got.filter((id) => correctAnyhow(life, viewAt(life, id)!)) : [];
  };
  const correctAnyhow = (life: Life, view: number) =>
    life.end === 'stays' || life.views.findIndex(({ id }) => id === view) < life.views.length - 1;

  const firstView = Math.min(...lives.flatMap((life) => life.views.map(({ id }) => id)));
  const homeOf = (id: string) => {
    const all = [viewWhenSent(id), ...lives.filter(({ got }) => got.includes(id)).map((life) => viewAt(life, id))];
    return Math.min(...all.filter((one) => one !== undefined), Infinity);
  };

  const answers = {} as Naive['answers'];
  const times: Naive['times'] = {};
  const order = (name: 'fifo' | 'causal', uniform: boolean) => {
    const related = (a: string, b: string) => before(a, b) && (name === 'causal' || same(senderOf(a)!, senderOf(b)!));
    const missed = (a: string, b: string) =>
      within[nodeOf(a)]![nodeOf(b)]! && (name === 'causal' || senderOf(a) === senderOf(b));
    let [late, gaps, open] = [0, 0, false];
    for (const life of lives) {
      const judged = judgedOf(life, uniform);
      late += judged.filter((id) => life.got.slice(0, life.got.indexOf(id)).some((other) => related(id, other))).length;
      if (!life.member) continue;
      const missing = ids.filter((id) => {
        const home = homeOf(id) === Infinity ? firstView : homeOf(id);
        return !life.got.includes(id) && home >= life.views[0]!.id && judged.some((other) => missed(id, other));
      });
      gaps += missing.length;
      if (missing.length > 0 && life.end === 'stays' && !quiet) open = true;
    }
    const all = late + (reliable ? gaps : 0);
    const verdict: VerdictName = uniform ? `uniform-${name}` : name;
    times[verdict] = all;
    answers[verdict] = all > 0 ? 'violated' : open ? 'open' : 'fine';
  };
  for (const uniform of [false, true]) {
    order('fifo', uniform);
    order('causal', uniform);
    const rows = lives.map((life) => judgedOf(life, uniform));
    const pair = rows.some((a) =>
      rows.some((b) =>
        a.some((x, i) => a.slice(i + 1).some((y) => b.includes(x) && b.includes(y) && b.indexOf(y) < b.indexOf(x))),
      ),
    );
    const next = (id: string) => rows.flatMap((row) => (row.includes(id) ? row.slice(row.indexOf(id) + 1) : []));
    const reaches = (from: string): Set<string> => {
      const found = new Set<string>();
      for (const todo = [from]; todo.length > 0;)
        for (const one of next(todo.pop()!)) if (!found.has(one)) found.add((todo.push(one), one));
      return found;
    };
    answers[uniform ? 'uniform-total' : 'total'] = pair ? 'violated' : 'fine';
    answers[uniform ? 'uniform-total-global' : 'total-global'] = ids.some((id) => reaches(id).has(id))
      ? 'violated'
      : 'fine';
  }

  const owed = (duties: { id: string; by: Life[] }[]): Answer => {
    const missing = duties.flatMap(({ id, by }) => by.filter(({ got }) => !got.includes(id)));
    if (missing.some(({ end }) => quiet || end !== 'stays')) return 'violated';
    return missing.length > 0 ? 'open' : 'fine';
  };
  answers.validity = owed(
    ids.map((id) => {
      const sender = senderOf(id)!;
      if (!sender.member) {
        const always = lives.filter(({ views: own, end }) => own[0]?.id === firstView && end === 'stays');
        return { id, by: ['stays', 'joined'].includes(sender.end) ? always : [] };
      }
      const delivered = sender.got.includes(id) ? viewAt(sender, id) : undefined;
      const view = delivered ?? (sender.end === 'stays' ? sender.views.at(-1)!.id : undefined);
      if (view === undefined || !correct(sender, view)) return { id, by: [] };
      const since = viewWhenSent(id);
      return { id, by: lives.filter((life) => correct(life, view) && life.views.some((one) => one.id <= since!)) };
    }),
  );
  const agreed = (uniform: boolean) =>
    owed(
      ids.map((id) => {
        const by = lives.filter(
          (life) => life.member && life.got.includes(id) && (uniform || correct(life, viewAt(life, id)!)),
        );
        const home = Math.min(...by.map((life) => viewAt(life, id)!));
        return { id, by: by.length > 0 ? lives.filter((life) => correct(life, home)) : [] };
      }),
    );
  answers.agreement = agreed(false);
  answers['uniform-agreement'] = agreed(true);

  const [staying, gone] = [
    lives.filter(({ member, end }) => member && end === 'stays'),
    lives.filter(({ member, end }) => member && (end === 'crashed' || end === 'replaced')),
  ];
  const prefixes = gone.flatMap((victim) =>
    staying.map((other): Answer => {
      const from = other.views.find(({ id }) => id === victim.views[0]!.id)?.from;
      const known = victim.got.filter((_, at) =>
        victim.got.slice(at).some((id) => staying.some(({ got }) => got.includes(id))),
      );
      const tail = known.length < victim.got.length;
      if (from === undefined) return tail && !quiet ? 'open' : 'fine';
      const theirs = other.got.slice(from);
      if (known.some((id, at) => at < theirs.length && theirs[at] !== id)) return 'violated';
      return !quiet && (tail || known.length > theirs.length) ? 'open' : 'fine';
    }),
  );
  answers.prefix = prefixes.includes('violated') ? 'violated' : prefixes.includes('open') ? 'open' : 'fine';

  const stays = lives.flatMap((life) =>
    life.views.slice(1).map(({ id, from }, at) => ({
      way: `${life.views[at]!.id} ${id}`,
      set: life.got.slice(life.views[at]!.from, from).sort().join(' '),
    })),
  );
  const apart = stays.some((a) => stays.some((b) => a.way === b.way && a.set !== b.set));
  answers['view-synchrony'] = apart ? 'violated' : 'fine';

  const set = (members: string[]) => [...new Set(members)].sort().join(' ');
  const last = views.length > 0 ? Math.max(...views.map(({ id }) => id)) : undefined;
  const wrong =
    views.some((a) => views.some((b) => a.id === b.id && set(a.members) !== set(b.members))) ||
    views.some((a, at) =>
      views.slice(at + 1).some((b) => a.inc === b.inc && a.process === b.process && b.id <= a.id),
    ) ||
    (quiet &&
      lives.some(
        ({ process, inc, end }, at) =>
          (end === 'stays' || end === 'expelled') &&
          !lives.slice(at + 1).some((later) => later.process === process && later.inc === inc) &&
          views.some((one) => one.id === last && one.members.includes(process)) &&
          lives.some((life) => life.process === process && life.member) &&
          !views.some((one) => one.id === last && one.process === process),
      ));
  answers.views = wrong ? 'violated' : 'fine';

  const deliveries = records.filter(({ event }) => event === 'delivered');
  const forged = deliveries.some(({ msg }) => !ids.includes(msg.id));
  const misnamed = deliveries.some(
    ({ msg }) => ids.includes(msg.id) && msg.sender !== undefined && msg.sender !== senderOf(msg.id)!.process,
  );
  const doubled = deliveries.some((a, at) =>
    deliveries.slice(at + 1).some((b) => a.msg.id === b.msg.id && a.process === b.process && a.inc === b.inc),
  );
  answers.integrity = forged || misnamed || doubled || cyclic ? 'violated' : 'fine';
  return { answers, times, cyclic };
};
