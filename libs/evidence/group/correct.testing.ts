import fc from 'fast-check';

/** Numbers for choices, used up one after the other; the same ones make the same history. */
const choices = fc.array(fc.nat({ max: 9999 }), { minLength: 60, maxLength: 140 });

interface Member {
  name: string;
  /** How much of the one order it has worked off. */
  at: number;
  up: boolean;
  view: number;
}

type Entry = { message: string } | { view: number; members: string[]; joined: string[] };

/**
 * Correct histories of a group with one order for all, causal by construction, uniform, and view synchronous: each
 * message takes its place in one log when it is sent, views are entries of the same log, members work it off at their
 * own speed. Members crash, leave, are expelled by mistake and come back, join late; somebody outside sends too. With
 * `settled` the survivors work off everything.
 */
export const atomicHistory = (settled = true): fc.Arbitrary<string[]> =>
  choices.map((numbers) => {
    const log: Entry[] = [];
    const lines = ['members 1 p1,p2,p3,p4'];
    const members: Member[] = ['p1', 'p2', 'p3', 'p4'].map((name) => ({ name, at: 0, up: true, view: 1 }));
    let [current, view, sent] = [['p1', 'p2', 'p3', 'p4'], 1, 0];
    const change = (to: string[], joined: string[] = []) => {
      current = to;
      log.push({ view: (view += 1), members: to, joined });
      for (const name of joined) {
        const before = members.find((one) => one.name === name);
        if (before) Object.assign(before, { at: log.length - 1, up: true });
        else members.push({ name, at: log.length - 1, up: true, view: 0 });
      }
    };
    /** Takes the next entry; a view without itself is noted by who leaves, and never reaches who is expelled. */
    const advance = (member: Member): boolean => {
      const entry = log[member.at];
      if (!member.up || !entry) return false;
      member.at += 1;
      if ('message' in entry) lines.push(`${member.name} delivers ${entry.message}`);
      else {
        const list = entry.members.join(',');
        lines.push(`${member.name} ${entry.joined.includes(member.name) ? 'rejoins' : 'views'} ${entry.view} ${list}`);
        if (!entry.members.includes(member.name)) member.up = false;
      }
      return true;
    };
    for (let at = 0; at + 1 < numbers.length; at += 2) {
      const [what, which] = [numbers[at]! % 100, numbers[at + 1]!];
      const member = members[which % members.length]!;
      const inView = member.up && current.includes(member.name);
      if (what < 30) {
        if (!inView || member.view > view) continue;
        if (!log.slice(member.at).every((entry) => 'message' in entry)) continue;
        log.push({ message: `m${(sent += 1)}` });
        lines.push(`${member.name} sends m${sent}`);
      } else if (what < 35) {
        log.push({ message: `m${(sent += 1)}` });
        lines.push(`outsider sends m${sent}`);
      } else if (what < 91) for (let times = 0; times <= which % 3; times += 1) advance(member);
      else if (what < 93 && inView && current.length > 3) {
        lines.push(`${member.name} crashes`);
        member.up = false;
        if (which % 2) change(current.filter((name) => name !== member.name));
      } else if (what < 95 && inView && current.length > 3) change(current.filter((name) => name !== member.name));
      else if (what < 97 && inView && current.length > 3) {
        member.up = false;
        change(current.filter((name) => name !== member.name));
        if (which % 2) change([...current, member.name], [member.name]);
      } else if (what < 99 && members.length < 6)
        change([...current, `p${members.length + 1}`], [`p${members.length + 1}`]);
    }
    if (!settled) return lines;
    for (const member of members) while (advance(member));
    return [...lines, 'settled'];
  });

/**
 * Correct histories of a fixed group in which every message reaches everyone, in any order that this one allows: `fifo`,
 * `causal`, or none; with `lossy`, some are never delivered by some.
 */
export const staticHistory = (order: 'none' | 'fifo' | 'causal', lossy = false): fc.Arbitrary<string[]> =>
  choices.map((numbers) => {
    const names = ['p1', 'p2', 'p3'];
    const lines = [`members 1 ${names.join(',')}`];
    const before = new Map<string, string[]>();
    const known = new Map(names.map((name): [string, string[]] => [name, []]));
    const done = new Map(names.map((name): [string, Set<string>] => [name, new Set()]));
    const [last, lost] = [new Map<string, string>(), new Set<string>()];
    const ready = (name: string) =>
      [...before].flatMap(([id, needed]) =>
        !done.get(name)!.has(id) && needed.every((one) => done.get(name)!.has(one)) ? [id] : [],
      );
    const deliver = (name: string, which: number) => {
      const some = ready(name);
      const id = some[which % Math.max(1, some.length)];
      if (!id) return false;
      done.get(name)!.add(id);
      if (lossy && which % 5 === 0) lost.add(`${name} ${id}`);
      else {
        lines.push(`${name} delivers ${id}`);
        known.get(name)!.push(id);
      }
      return true;
    };
    for (let at = 0; at + 1 < numbers.length; at += 2) {
      const [what, which] = [numbers[at]! % 100, numbers[at + 1]!];
      const name = names[which % 3]!;
      if (what >= 25) deliver(name, which);
      else {
        const id = `m${before.size + 1}`;
        const own = last.get(name);
        const needed = { none: [], fifo: own ? [own] : [], causal: [...known.get(name)!] }[order];
        before.set(id, order === 'causal' && own ? [...needed, own] : needed);
        last.set(name, id);
        lines.push(`${name} sends ${id}`);
      }
    }
    for (const name of names) for (let which = 1; deliver(name, which); which += 3);
    return [...lines, 'settled'];
  });
