/** `parley up`: the same as `npm start` without orders, in the background. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseStart } from './args.mjs';
import { refuseFresh } from './choose-brokers.mjs';
import { layout, root } from './paths.mjs';
import { startProcess, tail, until } from './processes.mjs';
import { readRunState } from './run-state.mjs';
import { step } from './progress.mjs';
import { addressLines } from './summary.mjs';

export async function up(argv) {
  refuseFresh(parseStart(argv));
  const folders = layout();
  const before = readRunState(folders.state);
  if (!before?.live) {
    const log = join(folders.run, 'supervisor.log');
    const script = fileURLToPath(new URL('start.mjs', import.meta.url));
    const supervisor = startProcess(process.execPath, [script, ...argv, '--background'], {
      env: process.env,
      cwd: root,
      log,
    });
    let ended;
    supervisor.exited.then((how) => (ended = how));
    await step(`starting in the background (log: ${log})`, () =>
      until(() => ended || readRunState(folders.state)?.ready, { what: 'the start', withinMs: 900_000 }),
    );
    if (ended) {
      console.error(tail(log));
      return ended.code || 1;
    }
  }
  console.log(`${addressLines(readRunState(folders.state))}\n\nTo stop: npx parley down`);
  return 0;
}
