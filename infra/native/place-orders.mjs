/** Real orders through a running system, by the command line: load, check, and the journey of one of them. */
import { existsSync } from 'node:fs';
import { home, root } from './paths.mjs';
import { spawnCommand } from './commands.mjs';
import { say } from './progress.mjs';

/** The environment of a command that talks to the system of that state. */
export const clientEnvironment = (state) => ({ ...process.env, ...state.env });

function parley(args, state) {
  return new Promise((resolve, reject) => {
    const child = spawnCommand(process.execPath, [home('dist', 'cli.cjs'), ...args], {
      cwd: root,
      env: clientEnvironment(state),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Places the orders, checks the balances, shows a journey. Resolves to 0, or to the first exit code that was not. */
export async function placeOrders({ orders, rate }, state) {
  if (orders === 0) return 0;
  if (!existsSync(home('dist', 'cli.cjs')))
    throw new Error('the command line was not built: apps/cli/main.ts is missing');
  say(`orders: ${orders}`);
  const codes = [await parley(['load', '--orders', String(orders), ...(rate ? ['--rate', String(rate)] : [])], state)];
  say('balances');
  codes.push(await parley(['check', '--orders', String(orders)], state));
  say('the journey of the last order');
  // Of an order of an earlier run nothing was seen by this run's observer: no fault of the orders.
  await parley(['journey', '--last'], state);
  return codes.find((code) => code !== 0) ?? 0;
}
