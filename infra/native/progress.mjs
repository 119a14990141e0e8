/** Progress lines on stderr, each with the time since the start. */
const origin = performance.now();

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Prints one line with the elapsed time. */
export const say = (line) => process.stderr.write(`${seconds(performance.now() - origin).padStart(8)}  ${line}\n`);

/** Runs a step between its two lines, the second with how long it took; what it throws goes on. */
export async function step(name, fn) {
  const since = performance.now();
  say(`${name} …`);
  try {
    const result = await fn();
    say(`${name}: done (${seconds(performance.now() - since)})`);
    return result;
  } catch (error) {
    say(`${name}: failed (${seconds(performance.now() - since)})`);
    throw error;
  }
}

/** Columns under each other, as text. */
export function columns(rows) {
  const widths = rows[0].map((_, index) => Math.max(...rows.map((row) => String(row[index] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, index) => String(cell ?? '').padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
