import { setTimeout as pause } from 'node:timers/promises';

/**
 * Work of several callers done at once: up to `most` items in one go, one go after the other, each caller told of his own.
 * What is less than `most` waits for more, `lingerMs` at most, or until `hurry`: a request for ten costs what one for one does.
 */
export function openBatches<T>(most: number, lingerMs: number, work: (items: T[]) => Promise<void>) {
  const waiting: { item: T; resolve(): void; reject(error: unknown): void }[] = [];
  let running: Promise<void> | undefined;
  let lingering = new AbortController();
  let isHurried = false;

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      lingering = new AbortController();
      if (waiting.length < most && !isHurried)
        await pause(lingerMs, undefined, { signal: lingering.signal }).catch(() => undefined);
      const batch = waiting.splice(0, most);
      try {
        await work(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = undefined;
  };

  return {
    add: (item: T): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (waiting.length >= most) lingering.abort();
        running ??= run();
      }),
    /** From now on nothing waits. */
    hurry: (): void => {
      isHurried = true;
      lingering.abort();
    },
  };
}
