import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { v7 as uuid } from 'uuid';
import { isAlive } from '@parley/faults';

const content = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** Whether who wrote this ran on this host and runs no more. */
const isLeftBehind = (text: string): boolean => {
  const [pid, host] = text.split(' ');
  return host === hostname() && !isAlive(Number(pid));
};

/**
 * Tries once to be the only one at `path`: resolves to what lets go of it, or to undefined where somebody else has it. Who
 * dies with it (on this host) has it no more. A process id that was given away again is taken for its first owner.
 */
export const tryLock = async (path: string): Promise<(() => Promise<void>) | undefined> => {
  const own = `${path}.${process.pid}.${uuid()}`;
  const text = `${process.pid} ${hostname()} ${own}`;
  const take = () =>
    link(own, path).then(
      () => true,
      () => false,
    );
  await writeFile(own, text);
  try {
    const before = await content(path);
    if (before !== undefined && isLeftBehind(before)) {
      const aside = `${own}.before`;
      await rename(path, aside).catch(() => undefined);
      // Somebody may have been quicker, and this is the new one's: it goes back.
      const moved = await content(aside);
      if (moved !== undefined && !isLeftBehind(moved)) await link(aside, path).catch(() => undefined);
      await unlink(aside).catch(() => undefined);
    }
    if (!(await take())) return undefined;
  } finally {
    await unlink(own);
  }
  return async () => {
    if ((await content(path)) === text) await unlink(path);
  };
};
