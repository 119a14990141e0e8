// npm run test:compose: the compose files and the Dockerfile run for real, on a Docker daemon of its own.
// No image is pulled: Debian's packages make one that stands in for the official ones (Dockerfile.standin); ours is built
// from what the host built. Containers share the host's network, since the daemon has no bridge.
// Ends with `N passed, N failed`. Needs root and Debian's docker.io, docker-compose and debootstrap, which it installs.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fetchKafka } from '../native/kafka.mjs';
import { home, root } from '../native/paths.mjs';

const base = home('compose');
const data = path.join(base, 'data');
const socket = `unix://${path.join(base, 'docker.sock')}`;
const files = ['infra/compose.yaml', 'infra/compose.apps.yaml'];
const env = {
  ...process.env,
  DOCKER_HOST: socket,
  DOCKER_BUILDKIT: '0',
  COMPOSE_PROJECT_NAME: 'parley-test',
  COMPOSE_HTTP_TIMEOUT: '300',
  PARLEY_COMPOSE_DATA: data,
  RABBITMQ_IMAGE: 'parley/standin',
  KAFKA_IMAGE: 'parley/standin',
  PARLEY_IMAGE: 'parley/services',
  PARLEY_BIND: '127.0.0.1',
  ...Object.fromEntries(
    [
      'RABBITMQ',
      'KAFKA',
      'MAILHOST',
      'OBSERVER',
      'ORDERS',
      'INVENTORY',
      'PRICING',
      'PAYMENT',
      'NOTIFICATIONS',
      'ANALYTICS',
    ].map((name) => [`PARLEY_${name}_HOST`, '127.0.0.1']),
  ),
};
const log = path.join(base, 'test.log');
let passed = 0;
let failed = 0;
let daemon;

const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a command with its output in the log; resolves with the exit code, rejects with the end of the log where `must`. */
function run(command, args, { cwd = root, must = true, stdout } = {}) {
  return new Promise((resolve, reject) => {
    const out = openSync(log, 'a');
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', stdout ? openSync(stdout, 'w') : out, out] });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 || !must
        ? resolve(code)
        : reject(
            new Error(`${command} ${args.join(' ')}: exit code ${code}\n${readFileSync(log, 'utf8').slice(-3000)}`),
          ),
    );
  });
}

async function check(name, test) {
  const since = performance.now();
  try {
    await test();
    passed += 1;
    say(`✓ ${name} (${((performance.now() - since) / 1000).toFixed(0)} s)`);
  } catch (error) {
    failed += 1;
    say(`✗ ${name}\n${error.message}`);
    throw error;
  }
}

async function until(what, probe, withinMs) {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await probe().catch((error) => ({ error }));
    if (answer === true) return;
    if (performance.now() > end)
      throw new Error(`waited ${withinMs / 1000} s for ${what}: ${answer?.error?.message ?? JSON.stringify(answer)}`);
    await delay(500);
  }
}

async function install() {
  const packages = { dockerd: 'docker.io', 'docker-compose': 'docker-compose', debootstrap: 'debootstrap' };
  const absent = Object.keys(packages).filter(
    (program) => !['/usr/bin', '/usr/sbin', '/usr/local/bin'].some((folder) => existsSync(path.join(folder, program))),
  );
  if (absent.length === 0) return;
  if (process.getuid() !== 0)
    throw new Error(`As root: apt-get install ${absent.map((program) => packages[program]).join(' ')}`);
  const names = absent.map((program) => packages[program]);
  say(`installing ${names.join(' ')}`);
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  // Installing a package must not leave its service running.
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await run('apt-get', ['update', '-qq']);
    await run('env', [
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      'install',
      '-y',
      '--no-install-recommends',
      ...names,
    ]);
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

function overlays(probe) {
  const [lower, upper, work, merged] = ['lower', 'upper', 'work', 'merged'].map((name) => path.join(probe, name));
  for (const folder of [lower, upper, work, merged]) mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', `lowerdir=${lower},upperdir=${upper},workdir=${work}`, merged], { stdio: 'ignore' });
    execFileSync('umount', [merged]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

async function startDocker() {
  const folder = (name) => path.join(base, name);
  rmSync(folder('docker.pid'), { force: true });
  const out = openSync(path.join(base, 'dockerd.log'), 'w');
  const args = [
    '--data-root',
    folder('docker'),
    '--exec-root',
    folder('exec'),
    '-H',
    socket,
    '-p',
    folder('docker.pid'),
    '--bridge=none',
    '--iptables=false',
    '--storage-driver=vfs',
  ];
  daemon = spawn('dockerd', args, { stdio: ['ignore', out, out], detached: true });
  await until('dockerd to answer', async () => (await run('docker', ['version'], { must: false })) === 0, 60_000);
}

/** Debian with the brokers' programs, the host's Node and Kafka's jars. The bootstrap is kept between runs. */
async function buildStandin() {
  const tarball = path.join(base, 'debian.tar');
  if (!existsSync(tarball)) {
    const folder = path.join(base, 'debian');
    rmSync(folder, { recursive: true, force: true });
    await run('debootstrap', [
      '--variant=minbase',
      '--include=ca-certificates,libstdc++6,libatomic1,rabbitmq-server,openjdk-17-jre-headless',
      'bookworm',
      folder,
    ]);
    await run('tar', ['-C', folder, '-cf', `${tarball}.part`, '.']);
    await run('mv', [`${tarball}.part`, tarball]);
    rmSync(folder, { recursive: true, force: true });
  }
  await run('docker', ['import', tarball, 'debian:local']);
  await fetchKafka();
  const context = path.join(base, 'standin');
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context, { recursive: true });
  copyFileSync(process.execPath, path.join(context, 'node'));
  cpSync(home('kafka', 'libs'), path.join(context, 'kafka-libs'), { recursive: true });
  copyFileSync(path.join(root, 'infra/docker/kafka-standin.sh'), path.join(context, 'kafka-standin.sh'));
  await run('docker', [
    'build',
    '-f',
    'infra/docker/Dockerfile.standin',
    '--network=host',
    '--build-arg',
    'BASE=debian:local',
    '-t',
    'parley/standin',
    context,
  ]);
}

async function buildServices() {
  await run(process.execPath, ['infra/docker/stage.mjs']);
  await run('docker', [
    'build',
    '-f',
    'infra/docker/Dockerfile',
    '--target',
    'prebuilt',
    '--network=host',
    '--build-arg',
    'BASE=parley/standin',
    '-t',
    'parley/services',
    home('image'),
  ]);
}

/** docker-compose 1.29 can't take back a published port in an override, and refuses one beside the host's network. */
function hostFiles() {
  return files.map((file) => {
    const copy = path.join(root, 'infra', `.host-${path.basename(file)}`);
    writeFileSync(copy, readFileSync(path.join(root, file), 'utf8').replace(/^ +ports: .*\n/gm, ''));
    return copy;
  });
}

const compose = (chosen, ...args) => ['docker-compose', [...chosen.flatMap((file) => ['-f', file]), ...args]];

async function healthy(chosen) {
  const ids = execFileSync('docker-compose', [...chosen.flatMap((file) => ['-f', file]), 'ps', '-q'], {
    env,
    encoding: 'utf8',
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
    .trim()
    .split('\n');
  const states = JSON.parse(
    execFileSync('docker', ['inspect', ...ids], { env, encoding: 'utf8', maxBuffer: 1 << 26 }),
  ).map((one) => [one.Name, one.State.Health?.Status ?? one.State.Status]);
  const waiting = states.filter(([, state]) => state !== 'healthy');
  return waiting.length === 0 || waiting;
}

async function main() {
  mkdirSync(base, { recursive: true });
  rmSync(data, { recursive: true, force: true });
  for (const folder of ['rabbitmq', 'kafka', 'parley']) mkdirSync(path.join(data, folder), { recursive: true });
  for (const folder of ['parley', 'kafka']) chownSync(path.join(data, folder), 1000, 1000);
  chmodSync(path.join(data, 'rabbitmq'), 0o777);
  writeFileSync(log, '');
  await install();
  await check('compose files are readable by docker-compose 1.29', async () => {
    await run(...compose(files.slice(0, 1), 'config', '-q'));
    await run(
      ...compose(files, '--profile', 'postgres', '--profile', 'jaeger', '--profile', 'metrics', 'config', '-q'),
    );
  });
  await startDocker();
  const chosen = [...hostFiles(), 'infra/docker/compose.host.yaml'];
  try {
    await check('the stand-in for the brokers’ images builds', buildStandin);
    await check('the image of the services builds', buildServices);
    await check('docker-compose brings all of it up, and every health check passes', async () => {
      await run(...compose(chosen, 'up', '-d', '--no-build'));
      await until('every container to be healthy', () => healthy(chosen), 240_000);
    });
    await check('no service runs as root, and none can write to its image', async () => {
      const [one] = JSON.parse(execFileSync('docker', ['inspect', 'parley-test_orders_1'], { env, encoding: 'utf8' }));
      if (one.Config.User !== '1000:1000' || !one.HostConfig.ReadonlyRootfs)
        throw new Error(`user ${one.Config.User}, read-only ${one.HostConfig.ReadonlyRootfs}`);
    });
    await check('twenty real orders end, and every balance holds', async () => {
      const state = path.join(base, 'state.json');
      const addresses = {
        gateway: 'http://127.0.0.1:8080',
        inventory: '127.0.0.1:7411',
        amqpUrl: 'amqp://guest:guest@127.0.0.1:5672',
        rabbitApi: 'http://guest:guest@127.0.0.1:15672',
        kafkaBrokers: '127.0.0.1:9092',
        mail: path.join(data, 'parley/mail'),
      };
      writeFileSync(
        state,
        JSON.stringify({ version: 1, addresses, folders: { data: path.join(data, 'parley'), mail: addresses.mail } }),
      );
      env.PARLEY_STATE = state;
      await run(process.execPath, ['.parley/dist/cli.cjs', 'load', '--orders', '20']);
      await run(process.execPath, ['.parley/dist/cli.cjs', 'check']);
    });
    await check('docker-compose takes it down', async () => {
      await run(...compose(chosen, 'down', '-t', '20'));
      const left = execFileSync('docker', ['ps', '-q'], { env, encoding: 'utf8' }).trim();
      if (left) throw new Error(`still running: ${left}`);
    });
  } catch (error) {
    await run(...compose(chosen, 'logs', '--tail', '30'), { must: false, stdout: path.join(base, 'containers.log') });
    await run(...compose(chosen, 'down', '-t', '10'), { must: false });
    throw error;
  } finally {
    for (const copy of chosen.slice(0, 2)) rmSync(copy, { force: true });
  }
}

async function stopDocker() {
  if (!daemon?.pid) return;
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  await Promise.race([ended, delay(30_000)]);
  // Gigabytes that the next run builds again in seconds.
  rmSync(path.join(base, 'docker'), { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopDocker().then(() => process.exit(130)));
await main()
  .catch((error) => {
    if (failed === 0) {
      failed += 1;
      say(error.stack);
    }
  })
  .finally(stopDocker);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
