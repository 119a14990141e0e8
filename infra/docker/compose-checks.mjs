// The checks of test-compose.mjs, which runs them in namespaces of their own. Images are kept between runs, in
// .parley/compose/docker; containers and volumes are not.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { runLogged } from '../native/install.mjs';
import { home, root } from '../native/paths.mjs';
import { until } from '../native/processes.mjs';
import { say } from '../native/progress.mjs';

const counts = { passed: 0, failed: 0 };

function expect(holds, message) {
  if (!holds) throw new Error(message);
}

async function check(name, test) {
  const since = performance.now();
  try {
    await test();
    counts.passed += 1;
    say(`✓ ${name} (${((performance.now() - since) / 1000).toFixed(0)} s)`);
  } catch (error) {
    counts.failed += 1;
    say(`✗ ${name}\n${error.message}`);
    throw error;
  }
}

const build = (target, file, context, from) =>
  run(
    `build-${target}`,
    'docker',
    'build',
    '-f',
    file,
    '--target',
    target,
    '--build-arg',
    `BASE=${from}`,
    '-t',
    images[target] ?? images.services,
    context,
  );

async function buildStandins() {
  const debian = 'parley/debian';
  if (!(await docker('images', '-q', debian)))
    await run('import', 'docker', 'import', path.join(base, 'debian.tar'), debian);
  for (const target of ['node', 'rabbitmq', 'kafka'])
    await build(target, 'infra/docker/Dockerfile.standin', path.join(base, 'standin'), debian);
}

async function placeOrders() {
  const cli = (...args) => compose(`cli-${args[0]}`, 'run', '--rm', '-T', 'cli', ...args);
  await cli('load', '--orders', '20');
  await cli('check');
}

/** As `npm start` and `parley` on the host would reach the brokers. */
async function checkFromHost() {
  const volume = await docker('volume', 'inspect', '-f', '{{.Mountpoint}}', `${project}_data`);
  const addresses = {
    PARLEY_AMQP_URL: 'amqp://guest:guest@127.0.0.1:7472',
    PARLEY_KAFKA_BROKERS: '127.0.0.1:7492',
    PARLEY_DATA: volume,
    PARLEY_MAIL: path.join(volume, 'mail'),
  };
  const set = Object.entries(addresses).map(([name, value]) => `${name}=${value}`);
  await run('check', 'env', ...set, process.execPath, home('image/.parley/dist/cli.cjs'), 'check');
}

async function checkImage() {
  for (const one of await services()) {
    const { User } = one.Config;
    expect(
      User === '1000:1000' && one.HostConfig.ReadonlyRootfs,
      `${nameOf(one)}: user ${User}, or its root is not read-only`,
    );
    const attempt = await docker('exec', one.Id, 'sh', '-c', 'id -u; touch proto/probe 2>&1 || true');
    expect(/^1000\n.*Read-only file system$/.test(attempt), `${nameOf(one)}: ${attempt}`);
  }
}

async function checkHealthCheck() {
  const [orders] = (await services()).filter((one) => nameOf(one) === 'orders');
  const probe = (port) =>
    docker('exec', '-e', `PARLEY_GRPC_PORT=${port}`, orders.Id, 'node', 'infra/docker/healthcheck.cjs').then(
      () => 0,
      ({ code }) => code,
    );
  expect((await probe(7410)) === 0, 'it fails on a service that serves');
  expect((await probe(1)) === 1, 'it passes where nobody serves');
}

async function killOne() {
  const orders = async () => (await services()).find((one) => nameOf(one) === 'orders');
  const { State } = await orders();
  process.kill(State.Pid, 'SIGKILL');
  const again = async () => (await orders()).RestartCount > 0;
  await until(again, { what: 'the restart of orders', withinMs: 30_000, everyMs: 200 });
  await allHealthy(60_000);
}

async function checkMetrics() {
  const wanted = readFileSync(path.join(root, 'infra/dashboards/parley.json'), 'utf8').match(/parley_\w+/g);
  const offered = await (await fetch('http://127.0.0.1:8080/metrics')).text();
  for (const name of new Set(wanted)) expect(offered.includes(`\n${name}`), `the gateway has no metric ${name}`);
}

async function takeDown() {
  await compose('stop', 'stop');
  for (const one of await services())
    expect(one.State.ExitCode === 0, `${nameOf(one)} ended with ${one.State.ExitCode}`);
  await compose('down', 'down', '-v');
  const left = await docker('ps', '-aq');
  expect(!left, `still there: ${left}`);
}

async function checkAll() {
  await check('docker-compose reads the files, with every profile', async () => {
    await run('config', 'docker-compose', '-f', files[0], 'config', '-q');
    const profiles = ['postgres', 'jaeger', 'metrics', 'cli'].flatMap((profile) => ['--profile', profile]);
    await compose('config-all', ...profiles, 'config', '-q');
  });
  const daemon = await startDocker();
  try {
    await removeLeftovers();
    await check('the images that stand in for the official ones build', buildStandins);
    await check('the image of the services builds', () =>
      build('prebuilt', 'infra/docker/Dockerfile', home('image'), images.node),
    );
    await check('docker-compose brings all of it up, and every health check passes', async () => {
      await compose('up', 'up', '-d', '--no-build');
      await allHealthy(180_000);
    });
    await check('the health check fails where no service answers', checkHealthCheck);
    await check('no service runs as root, and none can write to its image', checkImage);
    await check('a service that is killed comes back', killOne);
    await check('twenty real orders end, and every balance holds', placeOrders);
    await check('the brokers answer at the published ports, with the same balances', checkFromHost);
    await check('the gateway has every metric of the dashboard', checkMetrics);
    await check('all services end in order, and docker-compose leaves nothing', takeDown);
  } catch (error) {
    const logs = home('log', 'compose-containers');
    rmSync(logs, { recursive: true, force: true });
    mkdirSync(logs, { recursive: true });
    for (const one of await containers())
      await run(`containers/${nameOf(one)}`, 'docker', 'logs', '--tail', '200', one.Id).catch(() => {});
    if (readdirSync(logs).length > 0) say(`the containers' logs: ${logs}`);
    await removeLeftovers();
    throw error;
  } finally {
    await docker('image', 'prune', '-f').catch(() => {});
    // In order, or the images would not be kept whole.
    const ended = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.kill('SIGTERM');
    await ended;
  }
}

try {
  await checkAll();
} catch (error) {
  if (counts.failed === 0) {
    counts.failed += 1;
    say(error.stack);
  }
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 ? 1 : 0);
