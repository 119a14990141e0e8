import fc from 'fast-check';

const names = ['p1', 'p2', 'p3', 'p4'];

/**
 * Any history at all, told in words: sends, deliveries in any order (of the same message twice, of one that nobody sent,
 * of one named after another sender), views that come, go and contradict each other, crashes, restarts.
 */
export const anyHistory: fc.Arbitrary<string[]> = fc
  .record({
    views: fc.array(fc.subarray(names, { minLength: 1 }), { minLength: 0, maxLength: 3 }),
    acts: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 99 }), fc.nat({ max: 99 })), {
      minLength: 5,
      maxLength: 45,
    }),
    settled: fc.boolean(),
    integer: fc.boolean(),
  })
  .map(({ views, acts, settled, integer }) => {
    const all = [['p1', 'p2', 'p3'], ...views];
    const [lines, down, at] = [['members 1 p1,p2,p3'], new Set<string>(), new Map<string, number>()];
    for (const one of all[0]!) at.set(one, 0);
    const [sent, got]: [string[], Map<string, Set<string>>] = [[], new Map()];
    for (const [who, what, which] of acts) {
      const process = names[who]!;
      if (down.has(process)) {
        if (what >= 20) continue;
        lines.push(`${process} restarts`);
        for (const known of [down, got, at]) known.delete(process);
        continue;
      }
      const fresh = sent.filter((id) => !got.get(process)?.has(id));
      const id = integer ? fresh[which % Math.max(1, fresh.length)] : sent[which % Math.max(1, sent.length)];
      if (what < 30) lines.push(`${process} sends m${sent.push(`m${sent.length + 1}`)}`);
      else if (what < 84 && id) {
        lines.push(`${process} delivers ${id}`);
        got.set(process, (got.get(process) ?? new Set()).add(id));
      } else if (what < 96) {
        const next = (at.get(process) ?? -1) + 1 + (which % 5 === 4 ? 1 : 0);
        const members = all[next];
        if (!members) continue;
        at.set(process, next);
        const odd = !integer && which % 7 === 6;
        const noted = odd ? [process, 'p4'] : members;
        lines.push(`${process} ${which % 6 === 5 ? 'rejoins' : 'views'} ${next + 1} ${noted.join(',')}`);
      } else if (what < 98) {
        lines.push(`${process} crashes`);
        down.add(process);
      } else if (!integer)
        lines.push(which % 2 ? `${process} delivers forged` : `${process} delivers ${id ?? 'forged'} from p9`);
    }
    return settled ? [...lines, 'settled'] : lines;
  });
