/** Rows as lines, their columns under one another: text to the left, numbers to the right. */
export const table = (head: string[], rows: (string | number)[][]): string[] => {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const width = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const isNumber = head.map((_, column) =>
    rows.every((row) => /^[\d.,+-]*( ?[%a-zA-Z/µ]+)?$/.test(String(row[column]))),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(width[column]!) : cell.padEnd(width[column]!)))
      .join('  ')
      .trimEnd(),
  );
};

/** The value below which that share of them lies. */
export const quantile = (values: number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
};

/** Milliseconds, for people. */
export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;

/** Runs it and says how long it took. */
export const timed = async <T>(call: () => T | Promise<T>): Promise<{ result: T; took: number }> => {
  const started = performance.now();
  const result = await call();
  return { result, took: performance.now() - started };
};

/** Resolves when it is true; rejects after `withinMs`. */
export async function until(what: () => boolean, withinMs = 5000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!what()) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Resolves after a while: for shows, where time passing is what is to be seen. */
export const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));
