import { openOutbox } from './index';

const opened = (isOpen = true, more: { window?: number; roomBytes?: number } = {}) => {
  const handed: { item: string; settle(error?: Error): void }[] = [];
  const state = { isOpen };
  const way = {
    isOpen: () => state.isOpen,
    hand: (item: string, settle: (error?: Error) => void) => {
      if (item === 'bad') throw new TypeError('cannot be encoded');
      handed.push({ item, settle });
    },
  };
  return { outbox: openOutbox({ way, window: 2, roomBytes: 10, ...more }), handed, state };
};

const fateOf = (sent: Promise<void>): Promise<string> =>
  sent.then(
    () => 'well',
    ({ kind, reason }) => reason ?? kind,
  );

test('in the order in which they were taken, no more than the window at a time', async () => {
  const { outbox, handed } = opened();
  const sent = ['a', 'b', 'c'].map((item) => fateOf(outbox.submit(item, 1, 5000)));
  expect(handed.map(({ item }) => item)).toEqual(['a', 'b']);
  handed[1]!.settle();
  expect(handed.map(({ item }) => item)).toEqual(['a', 'b', 'c']);
  for (const { settle } of handed) settle();
  expect(await Promise.all(sent)).toEqual(['well', 'well', 'well']);
});

test('by the deadline: retryable where it never left, unknown where it did', async () => {
  const { outbox, handed } = opened(true, { window: 1 });
  const sent = [fateOf(outbox.submit('left', 1, 60)), fateOf(outbox.submit('waits', 1, 20))];
  expect(await Promise.all(sent)).toEqual(['unknown', 'retryable']);
  // An answer that comes too late changes nothing.
  handed[0]!.settle();
  await outbox.close();
});

test('a link that is lost: what was handed over is unknown, the rest goes by the next', async () => {
  const { outbox, handed, state } = opened(true, { window: 1 });
  const sent = ['one', 'two'].map((item) => fateOf(outbox.submit(item, 1, 5000)));
  state.isOpen = false;
  outbox.lost('cut');
  expect(await sent[0]).toBe('unknown');
  expect(handed).toHaveLength(1);
  state.isOpen = true;
  outbox.pump();
  handed[1]!.settle();
  expect(await sent[1]).toBe('well');
});

test('no room is told at once; what cannot be encoded is fatal and harms nobody else', async () => {
  const { outbox, handed } = opened();
  const sent = [outbox.submit('large', 20, 5000), outbox.submit('more', 1, 5000)].map(fateOf);
  expect(await sent[1]).toBe('retryable');
  handed[0]!.settle();
  expect(await fateOf(outbox.submit('bad', 1, 5000))).toBe('unsendable');
  const next = fateOf(outbox.submit('next', 1, 5000));
  handed[1]!.settle();
  expect(await next).toBe('well');
});

test('close waits for what was taken, and takes nothing more', async () => {
  const { outbox, handed } = opened();
  const sent = fateOf(outbox.submit('a', 1, 5000));
  let isClosed = false;
  const closing = outbox.close().then(() => (isClosed = true));
  expect(await fateOf(outbox.submit('b', 1, 5000))).toBe('closed');
  expect(isClosed).toBe(false);
  handed[0]!.settle();
  await closing;
  expect(await sent).toBe('well');
});
