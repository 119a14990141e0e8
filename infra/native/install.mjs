/** What has to be there before anything can start: npm packages, and the brokers' programs. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as activemq from './activemq.mjs';
import { runLogged } from './commands.mjs';
import * as kafka from './kafka.mjs';
import { home, root } from './paths.mjs';
import * as postgres from './postgres.mjs';
import { makePython } from './python.mjs';
import * as rabbitmq from './rabbitmq.mjs';
import { withLock } from './state.mjs';

export { runLogged };

const onPath = (program) =>
  (process.env.PATH ?? '').split(':').some((folder) => folder && existsSync(join(folder, program)));

const pythonHasVenv = () => {
  try {
    execFileSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
};

const forJava = (isInstalled) => [
  { what: 'Java', isThere: () => onPath('java'), package: 'openjdk-17-jre-headless' },
  { what: 'Maven', isThere: () => onPath('mvn'), package: 'maven', unless: isInstalled },
];
const forPython = [{ what: 'Python with venv', isThere: pythonHasVenv, package: 'python3-venv' }];

/** What each broker, and each peer in another language, needs of the system: a test for it, and the package of Debian and Ubuntu that brings it. */
export const needs = {
  rabbitmq: [{ what: 'the RabbitMQ server', isThere: rabbitmq.isInstalled, package: 'rabbitmq-server' }],
  kafka: forJava(kafka.isInstalled),
  kafka3: forJava(kafka.isInstalled),
  activemq: forJava(activemq.isInstalled),
  moto: forPython,
  postgres: [{ what: 'the PostgreSQL server', isThere: postgres.isInstalled, package: 'postgresql' }],
  python: forPython,
  java: [{ what: 'the Java compiler', isThere: () => onPath('javac'), package: 'openjdk-17-jdk-headless' }],
  qpid: [
    { what: 'the Java compiler', isThere: () => onPath('javac'), package: 'openjdk-17-jdk-headless' },
    { what: 'Maven', isThere: () => onPath('mvn'), package: 'maven' },
  ],
  mpich: [
    { what: 'MPICH', isThere: () => onPath('mpiexec'), package: 'mpich' },
    { what: "MPICH's C compiler", isThere: () => onPath('mpicc') && onPath('gcc'), package: 'libmpich-dev' },
    { what: 'a C compiler', isThere: () => onPath('gcc'), package: 'gcc' },
  ],
  namespaces: [{ what: 'ip (network namespaces)', isThere: () => onPath('ip'), package: 'iproute2' }],
};

/** The needs of the named brokers that are not met. */
export const missing = (which) =>
  which.flatMap((name) => needs[name]).filter((need) => !need.unless?.() && !need.isThere());

/** How commands become root's: [] as root, ['sudo', '-n'] where sudo asks nothing, undefined otherwise. */
export function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 5000 });
    return ['sudo', '-n'];
  } catch {
    return undefined;
  }
}

/** The command that a person types to get the packages. */
export const installCommand = (packages) => `sudo apt-get install -y ${packages.join(' ')}`;

/** Thrown where a broker can't be had; the message names what is missing and the command; exit code 3. */
export class BrokerMissing extends Error {
  exitCode = 3;
  fatal = true;
}

const policy = '/usr/sbin/policy-rc.d';

/** Debian starts the service of a package as it installs it, unless this script forbids it. An existing one stays. */
async function withoutStarting(prefix, fn) {
  if (existsSync(policy)) return fn();
  const [command, ...args] = [...prefix, 'sh', '-c'];
  execFileSync(command, [...args, `printf '#!/bin/sh\\nexit 101\\n' > ${policy} && chmod 755 ${policy}`]);
  try {
    return await fn();
  } finally {
    execFileSync(command, [...args, `rm -f ${policy}`]);
  }
}

async function installPackages(packages, { onLine }) {
  const prefix = rootPrefix();
  const apt = async (...args) => {
    const [command, ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'RUNLEVEL=1',
      'apt-get',
      '-q',
      '-y',
      ...args,
    ];
    await runLogged(command, rest, { log: home('log', 'apt.log') });
  };
  onLine(`installing system packages: ${packages.join(' ')} (their services are not started)`);
  await withoutStarting(prefix, async () => {
    await apt('install', '--no-install-recommends', ...packages).catch(async () => {
      await apt('update');
      await apt('install', '--no-install-recommends', ...packages);
    });
  });
}

/**
 * Installs the system packages that the named brokers or peers need. Where something is missing and may not or can't be
 * installed: BrokerMissing.
 */
export async function installSystem(which, { install = true, onLine = () => {} } = {}) {
  const absent = missing(which);
  const packages = [...new Set(absent.map((need) => need.package))];
  if (packages.length === 0) return;
  const what = absent.map((need) => need.what).join(', ');
  const remedy = `Run: ${installCommand(packages)}\nor have Docker running, or give addresses: PARLEY_AMQP_URL, PARLEY_KAFKA_BROKERS.`;
  if (!onPath('apt-get'))
    throw new BrokerMissing(
      `Missing: ${what}. Brokers as own processes are for Debian and Ubuntu; have Docker running instead.`,
    );
  if (!install) throw new BrokerMissing(`Missing: ${what}, and --no-install forbids to install it.\n${remedy}`);
  if (!rootPrefix())
    throw new BrokerMissing(`Missing: ${what}, and neither root nor a sudo that asks nothing is here.\n${remedy}`);
  await installPackages(packages, { onLine });
}

/**
 * Installs what the named brokers need. Returns at once, a promise a broker, so that each can start as soon as its own
 * things are there. Rejects as `installSystem` does.
 */
export function installBrokers(which, { install = true, onLine = () => {} } = {}) {
  const ready = installSystem(which, { install, onLine });
  const ofKafka = async () => {
    await ready;
    if (!kafka.isInstalled()) onLine("fetching Kafka's jars by Maven (45 MB)");
    await kafka.fetchKafka();
  };
  const ofActivemq = async () => {
    await ready;
    if (!activemq.isInstalled()) onLine("fetching ActiveMQ's jars by Maven (18 MB)");
    await activemq.fetchActivemq();
  };
  const ofMoto = async () => {
    await ready;
    await withLock(home('peers.lock'), () => makePython({ onLine }));
  };
  const all = {
    rabbitmq: () => ready,
    kafka: ofKafka,
    kafka3: ofKafka,
    postgres: () => ready,
    activemq: ofActivemq,
    moto: ofMoto,
  };
  return Object.fromEntries(
    which.map((name) => {
      const promise = all[name]();
      promise.catch(() => {});
      return [name, promise];
    }),
  );
}

const packagesOf = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** True when node_modules holds what package-lock.json says (npm writes its own list last, when all is in place). */
export function packagesInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json')).every(
    ([path, { version, optional, peer, link }]) =>
      path === '' || optional || link || (peer && !installed[path]) || installed[path]?.version === version,
  );
}

/** `npm ci`, when node_modules is missing or from another lock file. */
export async function installPackagesOfNpm({ onLine = () => {} } = {}) {
  if (packagesInstalled()) return;
  onLine('npm ci');
  // npm start exports its own settings as npm_config_*; they would override the clone's.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle)/.test(name)),
  );
  await runLogged('npm', ['ci', '--no-audit', '--no-fund'], { log: home('log', 'npm-ci.log'), env });
}
