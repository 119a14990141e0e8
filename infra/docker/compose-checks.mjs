// The checks of test-compose.mjs, which runs them in namespaces of their own. Images are kept between runs, in
// .parley/compose/docker; containers and volumes are not. Ends with `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { home, root } from '../native/paths.mjs';
import { until } from '../native/processes.mjs';
import { say } from '../native/progress.mjs';
import {
  allHealthy,
  base,
  build,
  compose,
  containers,
  docker,
  images,
  nameOf,
  project,
  removeContainers,
  run,
  serviceNamed,
  services,
  startDocker,
} from './daemon.mjs';

const counts = { passed: 0, failed: 0 };

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

function expect(holds, message) {
  if (!holds) throw new Error(message);
}

async function readFiles() {
  await run('config', 'docker-compose', '-f', 'infra/compose.yaml', 'config', '-q');
  const profiles = ['postgres', 'jaeger', 'metrics', 'cli'].flatMap((profile) => ['--profile', profile]);
  await compose('config-all', ...profiles, 'config', '-q');
}

async function buildStandins() {
  if (!(await docker('images', '-q', images.debian)))
    await run('import', 'docker', 'import', path.join(base, 'debian.tar'), images.debian);
  const context = path.join(base, 'standin');
  for (const image of ['node', 'rabbitmq', 'kafka'])
    await build(image, { file: 'infra/docker/Dockerfile.standin', context, from: 'debian' });
}

const buildServices = () =>
  build('services', { file: 'infra/docker/Dockerfile', target: 'prebuilt', context: home('image'), from: 'node' });

async function bringUp() {
  await compose('up', 'up', '-d', '--no-build');
  await allHealthy(180_000);
}

async function checkHealthCheck() {
  const { Id } = await serviceNamed('orders');
  const probe = (port) =>
    docker('exec', '-e', `PARLEY_GRPC_PORT=${port}`, Id, 'node', 'infra/docker/healthcheck.cjs').then(
      () => 0,
      ({ code }) => code,
    );
  expect((await probe(7410)) === 0, 'it fails on a service that serves');
  expect((await probe(1)) === 1, 'it passes where nobody serves');
}

async function checkRights() {
  for (const one of await services()) {
    const attempt = await docker('exec', one.Id, 'sh', '-c', 'id -u; touch proto/probe /probe 2>&1 || true');
    expect(/^1000\n.*Read-only file system\n.*Read-only file system$/.test(attempt), `${nameOf(one)}: ${attempt}`);
  }
}

async function killOne() {
  const { State } = await serviceNamed('orders');
  process.kill(State.Pid, 'SIGKILL');
  const again = async () => (await serviceNamed('orders')).RestartCount > 0;
  await until(again, { what: 'the restart of orders', withinMs: 30_000, everyMs: 200 });
  await allHealthy(60_000);
}

async function placeOrders() {
  await compose('load', 'run', '--rm', '-T', 'cli', 'load', '--orders', '20');
  await compose('check', 'run', '--rm', '-T', 'cli', 'check');
}

/** As `parley` on the host reaches the brokers: by the published ports. */
async function checkFromHost() {
  const volume = await docker('volume', 'inspect', '-f', '{{.Mountpoint}}', `${project}_data`);
  const addresses = [
    'PARLEY_AMQP_URL=amqp://guest:guest@127.0.0.1:7472',
    'PARLEY_KAFKA_BROKERS=127.0.0.1:7492',
    `PARLEY_DATA=${volume}`,
    `PARLEY_MAIL=${volume}/mail`,
  ];
  await run('check-host', 'env', ...addresses, process.execPath, home('image/.parley/dist/cli.cjs'), 'check');
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
  expect((await containers()).length === 0, `still there: ${(await containers()).map(nameOf).join(' ')}`);
}

async function keepLogs() {
  const folder = home('log', 'compose-containers');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const all = await containers();
  for (const one of all) await run(`containers/${nameOf(one)}`, 'docker', 'logs', '--tail', '200', one.Id);
  if (all.length > 0) say(`the containers' logs: ${folder}`);
}

async function main() {
  await check('docker-compose reads the files, with every profile', readFiles);
  const stopDocker = await startDocker();
  try {
    await removeContainers();
    await check('the images that stand in for the official ones build', buildStandins);
    await check('the image of the services builds', buildServices);
    await check('docker-compose brings all of it up, and every health check passes', bringUp);
    await check('the health check fails where no service answers', checkHealthCheck);
    await check('no service runs as root, and none can write outside its volume', checkRights);
    await check('a service that is killed comes back', killOne);
    await check('twenty real orders end, and every balance holds', placeOrders);
    await check('the brokers answer at the published ports, with the same balances', checkFromHost);
    await check('the gateway has every metric of the dashboard', checkMetrics);
    await check('every service ends in order, and docker-compose leaves nothing', takeDown);
  } catch (error) {
    await keepLogs().catch((cause) => say(cause.message));
    throw error;
  } finally {
    await removeContainers();
    await docker('image', 'prune', '-f');
    await stopDocker();
  }
}

try {
  await main();
} catch (error) {
  if (counts.failed === 0) {
    counts.failed += 1;
    say(error.stack);
  }
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 ? 1 : 0);
