import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { repoRoot, type RabbitTopology } from '@parley/topology';
import { connectRabbit, type Publication, type Rabbit, type RabbitOptions } from './index';

export const amqpUrl = (): string => process.env.PARLEY_TEST_AMQP_URL ?? '';

/** An exchange, a quorum queue bound to it and its dead-letter queue, of a name that nobody else uses. */
export const freshTopology = (): RabbitTopology & { queue: string; exchange: string } => {
  const queue = `test.${uuid()}`;
  const quorum = { 'x-queue-type': 'quorum' };
  return {
    queue,
    exchange: `${queue}.x`,
    exchanges: [{ name: `${queue}.x`, type: 'direct', durable: true }],
    queues: [
      { name: queue, arguments: quorum, bindings: [{ exchange: `${queue}.x`, routingKey: queue }] },
      { name: `${queue}.dead`, arguments: quorum, bindings: [] },
    ],
  };
};

/** Calls the management API of the test broker. */
export const manage = async (method: string, path: string): Promise<unknown> => {
  const { origin, username, password } = new URL(process.env.PARLEY_TEST_RABBIT_API ?? '');
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await fetch(`${origin}/api/${path}`, { method, headers: { authorization } });
  if (!response.ok && response.status !== 404) throw new Error(`${method} ${path}: ${response.status}`);
  return response.status === 200 ? response.json() : undefined;
};

export const deleteQueue = (name: string) => manage('DELETE', `queues/%2F/${encodeURIComponent(name)}`);
export const deleteExchange = (name: string) => manage('DELETE', `exchanges/%2F/${encodeURIComponent(name)}`);

export const removeTopology = async ({ queues, exchanges }: RabbitTopology): Promise<void> => {
  for (const { name } of queues) await deleteQueue(name);
  for (const { name } of exchanges) await deleteExchange(name);
};

export const connectTo = (topology?: RabbitTopology, options: Partial<RabbitOptions> = {}): Promise<Rabbit> =>
  connectRabbit({
    url: amqpUrl(),
    name: 'test',
    topology,
    log: () => undefined,
    ...options,
  });

/** A message for the queue of a fresh topology. */
export const messageTo = (
  topology: { exchange: string; queue: string },
  body: string,
  more: Partial<Publication> = {},
): Publication => ({
  exchange: topology.exchange,
  routingKey: topology.queue,
  type: 'parley.test.v1.Thing',
  contentType: 'application/json',
  messageId: uuid(),
  body: Buffer.from(body),
  ...more,
});

/** Resolves when `condition` holds; rejects with what it says last after `ms`. */
export const until = async (condition: () => boolean | Promise<boolean>, ms = 20_000, what = ''): Promise<void> => {
  const deadline = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${what || condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Runs a TypeScript file of this repository as a process of its own. */
export const runScript = (file: string, env: Record<string, string> = {}): ChildProcess => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const { dependencies } = JSON.parse(readFileSync(join(repoRoot(), 'package.json'), 'utf8'));
  const outfile = join(folder, 'script.cjs');
  const external = Object.keys(dependencies).map((name) => `--external:${name}`);
  const options = [
    '--bundle',
    '--platform=node',
    '--log-level=error',
    `--tsconfig=${join(repoRoot(), 'tsconfig.json')}`,
  ];
  const esbuild = join(repoRoot(), 'node_modules', '.bin', 'esbuild');
  execFileSync(esbuild, [file, `--outfile=${outfile}`, ...options, ...external]);
  const nodePath = join(repoRoot(), 'node_modules');
  const child = spawn(process.execPath, [outfile], { env: { ...process.env, NODE_PATH: nodePath, ...env } });
  child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return child;
};
