/** Resolves after a while: for shows, where time passing is what is to be seen. */
export const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** Resolves when it holds; rejects after `withinMs`. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  for (const end = performance.now() + withinMs; !(await holds());) {
    if (performance.now() > end) throw new Error(`not so within ${withinMs} ms: ${holds}`);
    await pause(5);
  }
}

/** What a call takes, in ms, the middle one of so many. */
export const medianMs = async (times: number, call: () => unknown): Promise<number> => {
  const each: number[] = [];
  for (let n = 0; n < times; n++) {
    const started = performance.now();
    await call();
    each.push(performance.now() - started);
  }
  return each.sort((a, b) => a - b)[Math.floor(times / 2)]!;
};
