import { judgeRecords, type EvidenceRecord, type Verdicts } from '@parley/evidence';
import { claimsOf } from '../shown/judged';
import type { Lab } from '../shown/lab';
import { inLab } from '../shown/lab.fixture';
import type { Player } from '../shown/player';
import { deliveredBy } from '../shown/seen';

// Processes over UDP multicast on loopback. Between a group and its member no proxy can stand: loss, doubles and
// reordering are made at the receiving member, drawn with a seed; crashes and freezes are signals; a partition is a cut of
// what comes from the other side, on both sides.

const isFull = process.env.PARLEY_FULL === '1';
const seeds = isFull ? [1, 2, 3, 4, 5, 6] : [1];
jest.setTimeout(isFull ? 600_000 : 90_000);

const five = ['p1', 'p2', 'p3', 'p4', 'p5'];
/** Messages of each member. */
const count = isFull ? 1000 : 200;
const perSecond = 200;

const answers = (verdicts: Verdicts, ...names: (keyof Verdicts)[]) =>
  Object.fromEntries(names.map((name) => [name, verdicts[name].is]));
const all = (names: readonly (keyof Verdicts)[], is = 'holds') => Object.fromEntries(names.map((name) => [name, is]));

/** Waits until all is quiet, and judges by what the stack claims. */
const judged = async (
  lab: Lab,
  stack: readonly string[],
): Promise<{ verdicts: Verdicts; history: EvidenceRecord[] }> => {
  expect(await lab.settled(700, 60_000)).toBe(true);
  const history = lab.history();
  return { verdicts: judgeRecords(history, { claims: claimsOf(stack.join(',')) }), history };
};
const sendAll = (players: readonly Player[], messages = count) =>
  Promise.all(players.map((player) => player.send({ count: messages, perSecond })));
const countOf = async (player: Player) => player.tell({ do: 'count' });

describe('16: loss, doubles, reordering', () => {
  const weather = (loss: number) => ({ loss, duplicate: 0.01, reorder: 0.05, window: 50 });

  test.each(seeds.flatMap((seed) => (isFull ? [0, 0.01, 0.05, 0.2] : [0.05]).map((loss) => [loss, seed])))(
    'a reliable stack misses nothing at a loss of %p (seed %p)',
    async (loss, seed) => {
      const stack = ['udp', 'nack', 'relay', 'fifo'];
      await inLab({ stack, seed, impaired: weather(loss) }, async (lab) => {
        await sendAll(await lab.members(five));
        const { verdicts } = await judged(lab, stack);
        const claimed = ['integrity', 'validity', 'agreement', 'fifo'] as const;
        expect(answers(verdicts, ...claimed)).toEqual(all(claimed));
      });
    },
  );

  test('the raw layer loses from 1 % on', async () => {
    const stack = ['udp'];
    await inLab({ stack, impaired: weather(0.01) }, async (lab) => {
      await sendAll(await lab.members(five), 200);
      const { verdicts } = await judged(lab, stack);
      expect(answers(verdicts, 'validity')).toEqual({ validity: 'violated' });
    });
  });
});

describe('17: a sender dies when k of 4 have its message', () => {
  const cases = (['relay', 'uniform'] as const).flatMap((layer) =>
    (isFull ? [0, 1, 2, 3] : layer === 'relay' ? [1] : [0]).flatMap((k) =>
      seeds.map((seed) => [layer, k, seed] as const),
    ),
  );
  test.each(cases)('%s, k = %p: all or none of the others (seed %p)', async (layer, k, seed) => {
    const stack = ['udp', 'nack', layer];
    await inLab({ stack, seed }, async (lab) => {
      const [p1, ...others] = (await lab.members(five)) as [Player, ...Player[]];
      const cut = others.slice(k);
      await Promise.all(cut.map((player) => player.tell({ do: 'cut', from: ['p1'] })));
      await p1.send({ count: 1 });
      await lab.until((history) => others.slice(0, k).every(({ name }) => deliveredBy(history, name).length === 1));
      await p1.crash();
      await Promise.all(cut.map((player) => player.tell({ do: 'cut', from: [] })));
      const { verdicts, history } = await judged(lab, stack);
      const got = others.filter(({ name }) => deliveredBy(history, name).length === 1).length;
      expect(got).toBe(k === 0 ? 0 : 4);
      expect(verdicts.agreement.is).not.toBe('violated');
      if (layer === 'uniform') expect(verdicts['uniform-agreement'].is).not.toBe('violated');
      else if (k === 0) expect(verdicts['uniform-agreement'].is).toBe('violated');
    });
  });
});

const viewed = (history: readonly EvidenceRecord[], process: string, size: number): boolean =>
  history.some(
    ({ event, process: at, note = '{}' }) =>
      event === 'view' && at === process && (JSON.parse(note) as { members: string[] }).members.length === size,
  );
const claimedOfViews = ['integrity', 'agreement', 'total', 'view-synchrony', 'views'] as const;

describe('18: the sequencer dies under load, and one more joins', () => {
  test.each(seeds)('one order, no gap, no double; who joins begins at the right number (seed %p)', async (seed) => {
    const stack = ['udp', 'nack', 'views', 'sequencer'];
    // On a busy machine a member that gets no processor for half a second is not dead yet.
    await inLab({ stack, seed, impaired: { loss: 0.01 }, settings: { timeout: 1500 } }, async (lab) => {
      const [p1, ...others] = (await lab.members(five)) as [Player, ...Player[]];
      const sending = sendAll(others, 200);
      void p1.send({ count: 200, perSecond });
      await lab.until((history) => deliveredBy(history, 'p2').length > 100);
      await p1.crash();
      await sending;
      expect(await lab.until((history) => others.every(({ name }) => viewed(history, name, 4)), 15_000)).toBe(true);
      const p6 = await lab.join('p6');
      await sendAll([...others, p6], 20);
      const { verdicts, history } = await judged(lab, stack);
      expect(answers(verdicts, ...claimedOfViews)).toEqual(all(claimedOfViews));
      const tail = deliveredBy(history, 'p6');
      expect(tail.length).toBeGreaterThanOrEqual(100);
      expect(deliveredBy(history, 'p2').slice(-tail.length)).toEqual(tail);
    });
  });
});

describe('19: views', () => {
  const stack = ['udp', 'nack', 'views', 'sequencer'];

  test.each(seeds)('who is frozen for 3 s is expelled, and the others go on (seed %p)', async (seed) => {
    await inLab({ stack, seed }, async (lab) => {
      const players = (await lab.members(five)) as Player[];
      const [p5, others] = [players[4]!, players.slice(0, 4)];
      await sendAll(players, 20);
      p5.freeze();
      const frozen = performance.now();
      await lab.until((history) => others.every(({ name }) => viewed(history, name, 4)), 10_000);
      await sendAll(others, 20);
      await lab.until(() => performance.now() - frozen > 3000, 5000);
      p5.thaw();
      expect(await lab.until(async () => (await countOf(p5)).out !== undefined, 10_000)).toBe(true);
      const { verdicts } = await judged(lab, stack);
      expect(answers(verdicts, ...claimedOfViews)).toEqual(all(claimedOfViews));
    });
  });

  test.each(seeds)('a partition of 3 and 2: the primary side goes on, the minority waits (seed %p)', async (seed) => {
    await inLab({ stack, seed }, async (lab) => {
      const players = (await lab.members(five)) as Player[];
      const [most, few] = [players.slice(0, 3), players.slice(3)];
      await sendAll(players, 20);
      await lab.until((history) => five.every((name) => deliveredBy(history, name).length === 100), 10_000);
      const names = (some: Player[]) => some.map(({ name }) => name);
      await Promise.all([
        ...most.map((player) => player.tell({ do: 'cut', from: names(few) })),
        ...few.map((player) => player.tell({ do: 'cut', from: names(most) })),
      ]);
      expect(await lab.until((history) => most.every(({ name }) => viewed(history, name, 3)), 10_000)).toBe(true);
      await Promise.all([sendAll(most, 20), few[0]!.send({ count: 5 })]);
      expect(
        await lab.until((history) => most.every(({ name }) => deliveredBy(history, name).length >= 160), 10_000),
      ).toBe(true);
      for (const { name } of few) expect(deliveredBy(lab.history(), name)).toHaveLength(100);
      for (const player of few) expect((await countOf(player)).view!.members).toHaveLength(5);
      await Promise.all(players.map((player) => player.tell({ do: 'cut', from: [] })));
      expect(
        await lab.until(
          async () => (await Promise.all(few.map(countOf))).every(({ out }) => out !== undefined),
          10_000,
        ),
      ).toBe(true);
      const { verdicts } = await judged(lab, stack);
      const claimed = claimedOfViews.filter((name) => name !== 'agreement');
      expect(answers(verdicts, ...claimed)).toEqual(all(claimed));
    });
  });
});
