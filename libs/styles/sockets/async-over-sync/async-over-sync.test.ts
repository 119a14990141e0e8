import { conformance } from '@parley/conformance/testing';
import { openBuffer } from './buffer';

conformance(__dirname);

const text = (bytes: Buffer | undefined) => bytes?.toString();

test('looking into an empty buffer comes back at once with nothing', async () => {
  const buffer = openBuffer({ roomBytes: 10 });
  expect(buffer.poll()).toBeUndefined();
  await buffer.put(Buffer.from('a'));
  expect([text(buffer.poll()), buffer.poll(), buffer.length()]).toEqual(['a', undefined, 0]);
});

test('putting in waits for room, in the order of coming', async () => {
  const buffer = openBuffer({ roomBytes: 4 });
  const done: string[] = [];
  const put = (name: string) => buffer.put(Buffer.from(name)).then(() => done.push(name));
  const all = Promise.all(['abc', 'de', 'f'].map(put));
  await buffer.arrived();
  // The f would fit, but it may not overtake.
  expect(done).toEqual(['abc']);
  expect(text(buffer.poll())).toBe('abc');
  await all;
  expect([done, text(buffer.poll()), text(buffer.poll())]).toEqual([['abc', 'de', 'f'], 'de', 'f']);
});

test('a message larger than all room fits alone, and empty ones take room', async () => {
  const buffer = openBuffer({ roomBytes: 2 });
  await buffer.put(Buffer.from('abc'));
  expect(text(buffer.poll())).toBe('abc');
  await buffer.put(Buffer.alloc(0));
  await buffer.put(Buffer.alloc(0));
  let third = false;
  const late = buffer.put(Buffer.alloc(0)).then(() => (third = true));
  await buffer.arrived();
  expect(third).toBe(false);
  buffer.poll();
  await late;
});
