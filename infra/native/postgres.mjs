/** PostgreSQL from the system's package, as an own process: own folder and port, on 127.0.0.1 only, no password. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import { promisify } from 'node:util';
import { isOpen } from './ports.mjs';
import { isAlive, signalProcess, startProcess, stopProcess, tail, untilReady } from './processes.mjs';

const run = promisify(execFile);
const library = '/usr/lib/postgresql';

/** The folder of the newest installed server's programs, or undefined. */
export function programs() {
  const versions = existsSync(library) ? readdirSync(library).map(Number).filter(Boolean) : [];
  const folders = versions.sort((a, b) => b - a).map((version) => join(library, String(version), 'bin'));
  return folders.find((folder) => existsSync(join(folder, 'postgres')));
}

export const isInstalled = () => programs() !== undefined;

/** The server refuses to run as root: then it runs as the package's own user. */
async function owner() {
  if (process.getuid() !== 0) return {};
  const id = async (flag) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

const passable = (folder) => {
  const { root } = parse(folder);
  for (let path = folder; path !== root; path = join(path, '..')) {
    if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false;
  }
  return true;
};

/**
 * The data folder for `base`: inside it, but where another user can't get there (a clone in root's home folder) under
 * /var/tmp, named by the base.
 */
export const dataFolder = (base) =>
  process.getuid() !== 0 || passable(join(base, '..'))
    ? join(base, 'data')
    : join('/var/tmp', `parley-postgres-${createHash('sha256').update(base).digest('hex').slice(0, 12)}`);

/** Removes the data of `base`. */
export function wipePostgres(base) {
  rmSync(dataFolder(base), { recursive: true, force: true });
}

async function prepare(base, data, who, log) {
  mkdirSync(base, { recursive: true });
  if (existsSync(join(data, 'PG_VERSION'))) return;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (who.uid !== undefined) chownSync(data, who.uid, who.gid);
  const args = [
    '-D',
    data,
    '-U',
    'parley',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ];
  const tool = startProcess(join(programs(), 'initdb'), args, {
    ...who,
    env: { PATH: process.env.PATH },
    cwd: '/',
    log,
  });
  const how = await tool.exited;
  if (how.code !== 0) throw new Error(`initdb failed; the end of ${log}:\n${tail(log)}`);
}

/** Starts the server in `base` (data there is used again) and returns when it answers. `ports`: {sql}. */
export async function startPostgres({ base, ports, onSpawn = () => {} }) {
  const who = await owner();
  const data = dataFolder(base);
  const log = join(base, 'postgres.log');
  await prepare(base, data, who, log);
  const settings = {
    listen_addresses: '127.0.0.1',
    port: ports.sql,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '64MB',
    max_wal_size: '256MB',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = startProcess(join(programs(), 'postgres'), ['-D', data, ...flags], {
    ...who,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
    cwd: '/',
    log,
  });
  onSpawn([server]);
  // SIGINT is its "fast" stop: it ends the sessions instead of waiting for their clients.
  const stop = ({ graceMs = 15_000 } = {}) => stopProcess(server, { graceMs, signal: 'SIGINT' });
  const answers = () =>
    run(join(programs(), 'pg_isready'), ['-h', '127.0.0.1', '-p', String(ports.sql)]).then(
      () => true,
      () => false,
    );
  const ready = async () => (await isOpen(ports.sql)) && (await answers());
  await untilReady(server, ready, { name: 'PostgreSQL', withinMs: 60_000 }).catch(async (error) => {
    await stop({ graceMs: 1000 });
    throw error;
  });
  return {
    pid: server.pid,
    processes: [server],
    exited: server.exited,
    stop,
    kill: (signal) => signalProcess(server.pid, signal),
    isAlive: () => isAlive(server),
    addresses: { databaseUrl: `postgres://parley@127.0.0.1:${ports.sql}/postgres` },
  };
}
