import { startChild } from '@parley/faults/testing';
import type { Migration } from './index';
import { shopMigrations, visits } from './shop.fixture';
import type { ShopTables } from './shop.fixture';
import { eachStore } from './testing';

const child = `${__dirname}/child.fixture.ts`;

eachStore((_, open) => {
  test('a second start migrates nothing', async () => {
    const first = await open<ShopTables>(shopMigrations);
    await first.transaction((tx) => tx.updateTable('counter').set({ value: 3 }).execute());
    await first.close();
    expect(await visits(await open<ShopTables>(shopMigrations))).toBe(3);
  });

  test('a later version adds its steps, in the order of their names', async () => {
    const order: string[] = [];
    const step = (name: string): Migration => ({ up: async () => void order.push(name) });
    await open({ '002-b': step('b'), '001-a': step('a') });
    await open({ '003-c': step('c'), '002-b': step('b'), '001-a': step('a') });
    expect(order).toEqual(['a', 'b', 'c']);
  });

  test('a step that fails leaves nothing behind', async () => {
    const broken: Record<string, Migration> = {
      ...shopMigrations,
      '003-broken': {
        async up() {
          throw new Error('broken step');
        },
      },
    };
    await expect(open(broken)).rejects.toThrow('broken step');
    expect(await visits(await open<ShopTables>(shopMigrations))).toBe(0);
  });

  test('four processes start at once on nothing: the steps run once', async () => {
    const place = JSON.stringify(open.place());
    const children = Array.from({ length: 4 }, () => startChild(child, { args: ['migrate', place] }));
    const exits = await Promise.all(children.map((one) => one.exited));
    expect(children.map((one) => one.output().stderr)).toEqual(['', '', '', '']);
    expect(exits.map((exit) => exit.code)).toEqual([0, 0, 0, 0]);
    const store = await open<ShopTables>(shopMigrations);
    const counters = await store.db.selectFrom('counter').selectAll().execute();
    expect(counters).toHaveLength(1);
  });
});
