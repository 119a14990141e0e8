/** `parley doctor`: what this machine has and lacks, each with the command that mends it. Exit code 3 where a broker can't be had. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { brokersOfEnvironment } from './choose-brokers.mjs';
import { findCompose } from './docker.mjs';
import { checkNode } from './engines.mjs';
import { installCommand, missing, needs, packagesInstalled, rootPrefix } from './install.mjs';
import * as kafka from './kafka.mjs';
import { home, layout, root } from './paths.mjs';
import { isFree, table } from './ports.mjs';
import { columns } from './progress.mjs';
import { readRunState } from './run-state.mjs';

const versionOf = (command, args) => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'pipe'] })
      .trim()
      .split('\n')[0];
  } catch {
    return undefined;
  }
};

const nodeFits = () => {
  try {
    checkNode();
    return true;
  } catch {
    return false;
  }
};

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;

async function portsTaken() {
  const taken = [];
  for (const [process_, ports] of Object.entries(table)) {
    for (const [name, port] of Object.entries(ports))
      if (!(await isFree(port))) taken.push(`${port} (${process_} ${name})`);
  }
  return taken;
}

/** The checks as rows {name, ok, found, remedy}; `ok` undefined: a remark. */
export async function checks() {
  const compose = await findCompose();
  const given = brokersOfEnvironment();
  const prefix = rootPrefix();
  const otherBrokers = Boolean(compose || given);
  const rows = [
    { name: 'Node', ok: nodeFits(), found: process.version, remedy: 'install Node 20.9 or newer' },
    {
      name: 'npm',
      ok: Boolean(versionOf('npm', ['--version'])),
      found: versionOf('npm', ['--version']),
      remedy: 'install npm',
    },
    {
      name: 'npm packages',
      ok: packagesInstalled() || undefined,
      found: packagesInstalled() ? 'installed' : 'not yet',
      remedy: 'npm ci (npm start does it)',
    },
    {
      name: 'root',
      found: prefix === undefined ? 'no, and sudo asks for a password' : prefix.length > 0 ? 'by sudo' : 'yes',
    },
    { name: 'brokers of the environment', found: given ? 'yes' : 'none given' },
    { name: 'Docker', found: compose ? `a daemon answers (${compose.join(' ')})` : 'no daemon with compose answers' },
  ];
  for (const need of [...needs.rabbitmq, ...needs.kafka, ...needs.postgres]) {
    const there = need.isThere();
    const needed = missing(['rabbitmq', 'kafka']).includes(need) && !otherBrokers;
    const installable = prefix !== undefined;
    rows.push({
      name: need.what,
      ok: there || (needed && !installable ? false : undefined),
      broker: needed && !there && !installable,
      found: there ? 'installed' : needed && installable ? 'not yet: npm start installs it' : 'not installed',
      remedy: installCommand([need.package]),
    });
  }
  const state = readRunState(layout().state);
  const taken = state?.live ? [] : await portsTaken();
  mkdirSync(home(), { recursive: true });
  const disk = statfsSync(existsSync(home()) ? home() : root);
  const room = disk.bavail * disk.bsize;
  rows.push(
    {
      name: "Kafka's jars",
      found: kafka.isInstalled() ? `${kafka.jarCount()} under .parley/kafka` : 'not yet: npm start fetches them',
    },
    { name: 'system', found: state?.live ? `up (process ${state.supervisor.pid})` : 'not up' },
    {
      name: 'ports',
      ok: taken.length === 0 || undefined,
      found: taken.length > 0 ? `taken: ${taken.join(', ')}` : 'free',
      remedy: 'none needed: free ones are taken instead',
    },
    {
      name: 'disk',
      ok: room > 2e9,
      found: `${gigabytes(room)} free`,
      remedy: `make 2 GB of room for ${join(root, '.parley')} and node_modules`,
    },
    {
      name: 'memory',
      ok: freemem() > 2.5e9 || undefined,
      found: `${gigabytes(freemem())} free of ${gigabytes(totalmem())}`,
      remedy: '2.5 GB are needed',
    },
  );
  return rows;
}

export async function doctor() {
  const rows = await checks();
  const sign = (ok) => (ok === true ? 'ok' : ok === false ? 'MISSING' : '-');
  console.log(
    columns(
      rows.map(({ name, ok, found, remedy }) => [sign(ok), name, found ?? '', ok === true || !remedy ? '' : remedy]),
    ),
  );
  if (rows.some((row) => row.broker)) return 3;
  return rows.some(({ ok }) => ok === false) ? 1 : 0;
}
