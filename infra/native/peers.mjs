/**
 * What clients in other languages need, for the tests that let them talk with ours: Python with its packages in an
 * environment of its own under .parley/python, a Java compiler, MPICH, network namespaces.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from './commands.mjs';
import { installSystem } from './install.mjs';
import { home, root } from './paths.mjs';
import { withLock } from './state.mjs';

const requirements = join(root, 'infra/native/python/requirements.txt');
const environment = home('python');
const python = join(environment, 'bin/python');

/** The Python environment with exactly the packages that requirements.txt names; made again when that file changes. */
async function makePython({ onLine }) {
  const made = join(environment, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(made) && readFileSync(made, 'utf8') === wanted) return;
  onLine('Python packages of the peers');
  rmSync(environment, { recursive: true, force: true });
  await runLogged('python3', ['-m', 'venv', environment], { log: home('log', 'python-venv.log') });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await runLogged(python, install, { log: home('log', 'python-packages.log') });
  writeFileSync(made, wanted);
}

/**
 * Makes the named peers available (`python`, `java`, `mpich`, `namespaces`) and resolves to the variables by which tests
 * find them. Rejects with BrokerMissing, which names the command that installs what is missing.
 */
export async function acquirePeers(which, { install = true, onLine = () => {} } = {}) {
  if (which.length === 0) return {};
  return withLock(home('peers.lock'), async () => {
    await installSystem(which, { install, onLine });
    if (!which.includes('python')) return {};
    await makePython({ onLine });
    return { PARLEY_PYTHON: python };
  });
}
