import { startChild } from '@parley/faults/testing';
import { firstSeen } from './index';
import { shopMigrations } from './shop.fixture';
import { eachStore } from './testing';

const child = `${__dirname}/child.fixture.ts`;

eachStore((_, open) => {
  test('a message is seen for the first time once', async () => {
    const store = await open();
    const see = (id: string) => store.transaction((tx) => firstSeen(tx, id));
    expect([await see('a'), await see('a'), await see('b'), await see('a')]).toEqual([true, false, true, false]);
  });

  test('a message whose transaction failed has not been seen', async () => {
    const store = await open();
    const failing = store.transaction(async (tx) => {
      await firstSeen(tx, 'a');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.transaction((tx) => firstSeen(tx, 'a'))).toBe(true);
  });

  test('two processes that take the same messages: each message is new to exactly one of them', async () => {
    await open(shopMigrations);
    const place = JSON.stringify(open.place());
    const children = [1, 2].map(() => startChild(child, { args: ['inbox', place, '200'] }));
    await Promise.all(children.map((one) => one.exited));
    const firsts = children.flatMap((one) => one.output().stdout.match(/m\d+/g) ?? []);
    expect(firsts.sort()).toEqual(Array.from({ length: 200 }, (_each, n) => `m${n}`).sort());
  });
});
