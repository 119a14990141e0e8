// A Docker daemon for compose-checks.mjs, in the namespaces that it runs in, and how to talk to it.
import { execFile, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { runLogged } from '../native/install.mjs';
import { home, root } from '../native/paths.mjs';
import { until } from '../native/processes.mjs';

/** What is kept between runs: Debian as a tar file, and the images. */
export const base = home('compose');
export const cgroups = 'parley-compose';
export const project = 'parley-test';
export const images = {
  services: 'parley/services',
  node: 'parley/node',
  rabbitmq: 'parley/rabbitmq',
  kafka: 'parley/kafka',
  debian: 'parley/debian',
};

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

/** Runs a command with its output in .parley/log/compose-<name>.log; rejects with the end of it. */
export const run = (name, command, ...args) =>
  runLogged(command, args, { log: home('log', `compose-${name}.log`), env });

export const compose = (name, ...args) =>
  run(name, 'docker-compose', '-f', 'infra/compose.yaml', '-f', 'infra/compose.apps.yaml', ...args);

/** Runs docker; resolves with its stdout, rejects with what it said. */
export async function docker(...args) {
  const { stdout } = await promisify(execFile)('docker', args, { env, cwd: root, maxBuffer: 1 << 26 });
  return stdout.trim();
}

/** Builds one stage of a Dockerfile as the image of that name. */
export const build = (image, { file, target = image, context, from }) => {
  const options = ['-f', file, '--target', target, '--build-arg', `BASE=${images[from]}`, '-t', images[image]];
  return run(`build-${image}`, 'docker', 'build', ...options, context);
};

/** What Docker says of every container. */
export async function containers() {
  const ids = (await docker('ps', '-aq')).split('\n').filter(Boolean);
  return ids.length === 0 ? [] : JSON.parse(await docker('inspect', ...ids));
}

/** The containers that run our own image. */
export const services = async () => (await containers()).filter(({ Config }) => Config.Image === images.services);

/** The name that a container has in the compose files. */
export const nameOf = ({ Config }) => Config.Labels['com.docker.compose.service'];

export async function serviceNamed(name) {
  return (await services()).find((one) => nameOf(one) === name);
}

/** Resolves when every container's health check has passed; rejects naming those that wait, with their last answer. */
export async function allHealthy(withinMs) {
  let waiting = [];
  const settled = async () => {
    waiting = (await containers()).filter(({ State }) => State.Health?.Status !== 'healthy');
    return waiting.length === 0;
  };
  await until(settled, { what: 'the health of all containers', withinMs, everyMs: 500 }).catch((error) => {
    const states = waiting.map((one) => {
      const { Status, Health } = one.State;
      return `${nameOf(one)}: ${Status}, ${Health?.Status}, ${Health?.Log?.at(-1)?.Output ?? ''}`;
    });
    throw new Error([`${error.message}; waiting for:`, ...states].join('\n'));
  });
}

/** Containers and volumes of this run, or of one that was killed. */
export async function removeContainers() {
  for (const { Id } of await containers()) await docker('rm', '-f', '-v', Id);
  await docker('volume', 'prune', '-f');
  await docker('network', 'prune', '-f');
}

/** Starts dockerd; resolves when it answers, with what ends it in order (images are not whole otherwise). */
export async function startDocker() {
  const log = home('log', 'compose-dockerd.log');
  const out = openSync(log, 'w');
  const options = {
    'data-root': path.join(base, 'docker'),
    host: env.DOCKER_HOST,
    'cgroup-parent': `/${cgroups}`,
    // systemd's way would need its bus, which is not in these namespaces.
    'exec-opt': 'native.cgroupdriver=cgroupfs',
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const daemon = spawn('dockerd', args, { env, stdio: ['ignore', out, out] });
  let alive = true;
  const ended = new Promise((resolve) => daemon.once('error', resolve).once('exit', resolve));
  ended.then(() => (alive = false));
  const answers = async () => !alive || docker('version').then(Boolean, () => false);
  await until(answers, { what: 'the start of dockerd', withinMs: 60_000, everyMs: 200 });
  if (!alive) throw new Error(`dockerd ended; see ${log}`);
  return async () => {
    daemon.kill('SIGTERM');
    await ended;
  };
}
