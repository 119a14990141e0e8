import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { styles } from '@parley/styles';
import { rows } from '@parley/taxonomy';
import { repoRoot } from '@parley/topology';

const shown = rows.flatMap(({ row, command }) => (command ? [[command, row] as const] : []));
const shows = Object.entries(styles).flatMap(([id, { shows: all }]) =>
  Object.keys(all).map((name) => [`parley style ${id} --show ${name}`, ''] as const),
);

/** Every command once, with the rows that it serves. */
const commands = [...new Set([...shown, ...shows].map(([command]) => command))].map((command) => ({
  command,
  serves: shown.flatMap(([other, row]) => (other === command ? [row] : [])).join(' '),
}));

const run = (command: string): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const [, ...line] = command.split(' ');
    const program = path.join(repoRoot(), 'bin/parley.mjs');
    execFile(process.execPath, [program, ...line], { cwd: repoRoot(), timeout: 180_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, said: `${stdout}\n${stderr}` }),
    );
  });

describe('every row’s command, and every show of a style, runs and finds what it says', () => {
  it.concurrent.each(commands)('$command ($serves)', async ({ command }) => {
    const { code, said } = await run(command);
    expect(code === 0 ? 'ended well' : said).toBe('ended well');
    if (command.includes('--show')) expect(said).toMatch(/^holds /m);
    for (const [, drawing = ''] of said.matchAll(/^The same as a drawing: (.+)$/gm))
      expect(readFileSync(path.join(repoRoot(), drawing), 'utf8')).toMatch(/<svg[^>]*>[\s\S]+<\/svg>/);
  });
});
