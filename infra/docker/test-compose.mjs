// npm run test:compose: the compose files and the Dockerfile run for real, unchanged, on a Docker daemon of its own.
// No image is pulled: Debian's packages make those that stand in for the official ones (Dockerfile.standin); the image of
// the services is built from what the host built. This half prepares what needs the network; compose-checks.mjs runs in
// namespaces of its own: no port, mount or process of it meets the machine's, and all end with it, however it ends.
// Ends with `N passed, N failed`. Needs root and Debian's docker.io, docker-compose and debootstrap, which it installs.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installBrokers, installPackagesOfNpm, runLogged } from '../native/install.mjs';
import { home, root } from '../native/paths.mjs';
import { until } from '../native/processes.mjs';
import { say, step } from '../native/progress.mjs';
import { base, cgroups } from './daemon.mjs';

const limitMs = 15 * 60_000;
const run = (name, command, args) => runLogged(command, args, { log: home('log', `compose-${name}.log`) });

async function installDocker() {
  const packages = {
    dockerd: 'docker.io',
    docker: 'docker.io',
    'docker-compose': 'docker-compose',
    debootstrap: 'debootstrap',
    ip: 'iproute2',
  };
  const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  const absent = Object.keys(packages).filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
  const names = [...new Set(absent.map((program) => packages[program]))];
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (process.getuid() !== 0)
    throw new Error(`This test has to be root's.${names.length > 0 ? ` It also needs: ${command}` : ''}`);
  if (names.length === 0) return;
  if (!existsSync('/usr/bin/apt-get')) throw new Error(`Missing: ${absent.join(', ')}. On Debian: ${command}`);
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  // Installing a package must not leave its service running.
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await step(`installing ${names.join(' ')}`, () =>
      run('apt', 'sh', [
        '-c',
        `export DEBIAN_FRONTEND=noninteractive; ${command} || { apt-get update && ${command}; }`,
      ]),
    );
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

/** Debian with the brokers' programs, as a tar file that is kept between runs. */
async function bootstrapDebian() {
  const tarball = path.join(base, 'debian.tar');
  if (existsSync(tarball)) return;
  const folder = path.join(base, 'debian');
  rmSync(folder, { recursive: true, force: true });
  const programs = 'ca-certificates,libstdc++6,libatomic1,rabbitmq-server,openjdk-17-jre-headless';
  await run('debootstrap', 'debootstrap', ['--variant=minbase', `--include=${programs}`, 'bookworm', folder]);
  rmSync(path.join(folder, 'var/cache/apt/archives'), { recursive: true, force: true });
  await run('tar', 'tar', ['-C', folder, '-cf', `${tarball}.part`, '.']);
  renameSync(`${tarball}.part`, tarball);
  rmSync(folder, { recursive: true, force: true });
}

/** The build context of Dockerfile.standin. */
function layOutStandins() {
  const context = path.join(base, 'standin');
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context, { recursive: true });
  copyFileSync(process.execPath, path.join(context, 'node'));
  cpSync(home('kafka', 'libs'), path.join(context, 'kafka-libs'), { recursive: true });
  copyFileSync(path.join(root, 'infra/docker/kafka-standin.sh'), path.join(context, 'kafka-standin.sh'));
}

/** Runs a program as the child of process 1 of new namespaces, with a /run of its own; resolves with its exit code. */
function runIsolated(command, args) {
  // Each of the chain dies with the one before it, and with process 1 the kernel ends all others, and all mounts.
  const chain = 'setpriv --pdeathsig KILL unshare --net --mount --pid --fork --mount-proc --kill-child'.split(' ');
  const script = 'ip link set lo up && mount -t tmpfs tmpfs /run && "$@"; exit $?';
  const child = spawn(chain[0], [...chain.slice(1), 'bash', '-c', script, 'bash', command, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGKILL'));
  setTimeout(() => child.kill('SIGKILL'), limitMs).unref();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}

/** The kernel keeps the control groups of containers that were killed, and has them busy until the last process is gone. */
async function removeControlGroups() {
  const find = ['/sys/fs/cgroup', '-depth', '-type', 'd', '-path', `*/${cgroups}*`];
  const gone = () => {
    execFileSync('find', [...find, '-exec', 'rmdir', '{}', ';'], { stdio: 'ignore' });
    return execFileSync('find', find).length === 0;
  };
  await until(gone, { what: 'the end of the containers', withinMs: 10_000 }).catch((error) => say(error.message));
}

async function main() {
  mkdirSync(base, { recursive: true });
  await installPackagesOfNpm({ onLine: say });
  await installDocker();
  await Promise.all([
    step('Debian for the stand-ins', bootstrapDebian),
    step("Kafka's jars", () => installBrokers(['kafka'], { onLine: say }).kafka),
    step('what a service needs', () => run('stage', process.execPath, ['infra/docker/stage.mjs'])),
  ]);
  layOutStandins();
  try {
    return await runIsolated(process.execPath, ['infra/docker/compose-checks.mjs', base, cgroups]);
  } finally {
    await removeControlGroups();
    rmSync(path.join(base, 'standin'), { recursive: true, force: true });
  }
}

let code;
try {
  code = await main();
} catch (error) {
  say(error.message);
}
// The checks have written their own line, unless they were killed or never began.
if (code !== 0 && code !== 1) console.log('0 passed, 1 failed');
process.exit(code === 0 ? 0 : 1);
