/** The Python environment of this clone under `.parley/python`: the peers' clients, and the stand-in for Amazon's services. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from './commands.mjs';
import { home, root } from './paths.mjs';

const requirements = join(root, 'infra/native/python/requirements.txt');
const environment = home('python');
export const python = join(environment, 'bin/python');

const wanted = () => readFileSync(requirements, 'utf8');
const made = join(environment, 'requirements.txt');

export const isInstalled = () => existsSync(made) && readFileSync(made, 'utf8') === wanted();

/** The environment with exactly the packages that requirements.txt names; made again when that file changes. */
export async function makePython({ onLine }) {
  if (isInstalled()) return;
  onLine('Python packages of the peers');
  rmSync(environment, { recursive: true, force: true });
  await runLogged('python3', ['-m', 'venv', environment], { log: home('log', 'python-venv.log') });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await runLogged(python, install, { log: home('log', 'python-packages.log') });
  writeFileSync(made, wanted());
}
