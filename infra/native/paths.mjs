/** Where things are. Everything that is downloaded or written lives under `.parley/` of the clone. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** A path under `.parley/`. */
export const home = (...parts) => join(root, '.parley', ...parts);

/** The folders of one running system (`npm start` uses `.parley` itself; a test gives its own). */
export const layout = (base = home()) => ({
  base,
  data: join(base, 'data'),
  mail: join(base, 'mail'),
  log: join(base, 'log'),
  run: join(base, 'run'),
  brokers: join(base, 'brokers'),
  state: join(base, 'run', 'state.json'),
});

/** True for the module that node was started with. */
export const isMain = (url) => process.argv[1] === fileURLToPath(url);
