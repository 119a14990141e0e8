// A Docker daemon for compose-checks.mjs in the namespaces that it runs in, and how to talk to it.
import { execFile, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { runLogged } from '../native/install.mjs';
import { home, root } from '../native/paths.mjs';
import { until } from '../native/processes.mjs';

export const files = ['infra/compose.yaml', 'infra/compose.apps.yaml'];
export const project = 'parley-test';
export const images = { services: 'parley/services', rabbitmq: 'parley/rabbitmq', kafka: 'parley/kafka', node: 'parley/node' };
// Nothing that is set for a system outside belongs to this one.
const outside = Object.entries(process.env).filter(([name]) => !/^(PARLEY_|COMPOSE_|DOCKER_|DATABASE_URL$)/.test(name));
const env = {
  ...Object.fromEntries(outside),
  DOCKER_HOST: 'unix:///run/docker.sock',
  DOCKER_BUILDKIT: '0',
  DOCKER_CONFIG: path.join(base, 'client'),
  COMPOSE_PROJECT_NAME: project,
  COMPOSE_HTTP_TIMEOUT: '300',
  PARLEY_IMAGE: images.services,
  RABBITMQ_IMAGE: images.rabbitmq,
  KAFKA_IMAGE: images.kafka,
};
const runFile = promisify(execFile);
/** Runs a command; resolves with its stdout, rejects with what it said. */
const ask = async (command, ...args) =>
  (await runFile(command, args, { env, cwd: root, maxBuffer: 1 << 26 })).stdout.trim();
export const docker = (...args) => ask('docker', ...args);
/** The same with all output in .parley/log/compose-<name>.log. */
export const run = (name, command, ...args) => runLogged(command, args, { log: home('log', `compose-${name}.log`), env });
export const compose = (name, ...args) =>
  run(name, 'docker-compose', '--ansi', 'never', ...files.flatMap((file) => ['-f', file]), ...args);

/** What Docker says of every container, of ours those of the services' image. */
export const containers = async () => {
  const ids = (await docker('ps', '-aq')).split('\n').filter(Boolean);
  return ids.length === 0 ? [] : JSON.parse(await docker('inspect', ...ids));
};
export const services = async () => (await containers()).filter(({ Config }) => Config.Image === images.services);
export const nameOf = ({ Name }) => Name.replace(`/${project}_`, '').replace(/_1$/, '');

export async function allHealthy(withinMs) {
  let waiting = [];
  const settled = async () => {
    waiting = (await containers()).filter(({ State }) => State.Health?.Status !== 'healthy');
    return waiting.length === 0;
  };
  try {
    await until(settled, { what: 'the health of all containers', withinMs, everyMs: 500 });
  } catch (error) {
    const state = ({ State }) => `${State.Status}, ${State.Health?.Status}, ${State.Health?.Log?.at(-1)?.Output ?? ''}`;
    throw new Error(
      `${error.message}; waiting for:\n${waiting.map((one) => `${nameOf(one)}: ${state(one)}`).join('\n')}`,
    );
  }
}

async function startDocker() {
  const options = {
    'data-root': path.join(base, 'docker'),
    host: env.DOCKER_HOST,
    'cgroup-parent': `/${cgroups}`,
    // systemd's way would need its bus, which is not in these namespaces.
    'exec-opt': 'native.cgroupdriver=cgroupfs',
  };
  const out = openSync(home('log', 'compose-dockerd.log'), 'w');
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const daemon = spawn('dockerd', args, { env, stdio: ['ignore', out, out] });
  let ended = false;
  daemon.once('error', () => (ended = true)).once('exit', () => (ended = true));
  const answers = () =>
    docker('version').then(
      () => true,
      () => ended,
    );
  await until(answers, { what: 'the start of dockerd', withinMs: 60_000, everyMs: 200 });
  expect(!ended, `dockerd ended; see ${home('log', 'compose-dockerd.log')}`);
  return daemon;
}

/** Of a run that was killed. */
export async function removeLeftovers() {
  for (const { Id } of await containers()) await docker('rm', '-f', '-v', Id);
  await docker('volume', 'prune', '-f');
  await docker('network', 'prune', '-f');
}

