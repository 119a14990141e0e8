import { openBatches } from './batches';

describe('work done at once', () => {
  it('goes at once when there is enough of it, and each caller is told of his own', async () => {
    const goes: number[][] = [];
    const { add } = openBatches<number>(3, 60_000, async (items) => {
      goes.push(items);
      if (items.includes(5)) throw new Error('not these');
    });
    const told = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(add));
    expect(goes).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(told.map(({ status }) => status)).toEqual([...Array(3).fill('fulfilled'), ...Array(3).fill('rejected')]);
  });

  it('waits for more no longer when it is told to hurry', async () => {
    const { add, hurry } = openBatches<number>(3, 60_000, async () => undefined);
    const one = add(1);
    hurry();
    await one;
    await add(2);
  });
});
