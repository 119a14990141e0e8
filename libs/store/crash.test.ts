import { startChild } from '@parley/faults/testing';
import { shopMigrations } from './shop.fixture';
import type { ShopTables } from './shop.fixture';
import { eachStore } from './testing';

const fixture = `${__dirname}/child.fixture.ts`;

eachStore((_, open) => {
  async function kept() {
    const store = await open<ShopTables>(shopMigrations);
    const ids = async (table: 'inbox' | 'outbox' | 'effect') =>
      (await store.db.selectFrom(table).select('id').execute()).map((row) => row.id).sort();
    return { inbox: await ids('inbox'), effect: await ids('effect'), outbox: await ids('outbox') };
  }

  async function startEffects(argument: { from: number; dieAfter: number }) {
    return startChild(fixture, { args: ['effects', JSON.stringify(open.place()), JSON.stringify(argument)] });
  }

  // Four steps a message: seen, effect, enqueued, committed.
  test.each([
    ['seen', 1, 0],
    ['its effect', 2, 0],
    ['the outbox row, before the commit', 3, 0],
    ['the commit', 4, 1],
    ['the second message is seen', 5, 1],
    ['the commit of the third', 12, 3],
  ])('SIGKILL after %s: inbox, effect and outbox agree', async (_where, dieAfter, committed) => {
    const child = await startEffects({ from: 0, dieAfter });
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
    const ids = Array.from({ length: committed }, (_each, n) => `m${n}`);
    expect(await kept()).toEqual({ inbox: ids, effect: ids, outbox: ids });
  });

  test('killed from outside at any moment, five times: they agree, and what was reported as done is there', async () => {
    let from = 0;
    let reported = 0;
    for (const lines of [1, 3, 7, 13, 29]) {
      const child = await startEffects({ from, dieAfter: 0 });
      for (let n = 0; n < lines; n++) await child.line(/done/);
      child.kill('SIGKILL');
      await child.exited;
      reported += child.output().stdout.match(/done \d+\n/g)!.length;
      const { inbox, effect, outbox } = await kept();
      expect(effect).toEqual(inbox);
      expect(outbox).toEqual(inbox);
      expect(inbox.length).toBeGreaterThanOrEqual(reported);
      from = inbox.length;
    }
  });
});
