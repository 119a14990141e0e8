import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, identity, until } from './processes.mjs';
import { readRunState } from './run-state.mjs';
import { startSystem } from './supervisor.mjs';

/** Stands for every service: gets ready, writes down what it was given, and says when it stops. */
const bundle = `
const { appendFileSync } = require('node:fs');
const { PARLEY_NAME, PARLEY_CRASH_AT = '', PARLEY_DATA } = process.env;
const note = (line) => appendFileSync(PARLEY_DATA + '/notes', line + '\\n');
note('start ' + PARLEY_NAME + (PARLEY_CRASH_AT && ' with ' + PARLEY_CRASH_AT));
process.on('SIGTERM', () => { note('stop ' + PARLEY_NAME); process.exit(0); });
if (process.env.PARLEY_BROKEN === PARLEY_NAME) { console.error('PARLEY_ORDERS is missing'); process.exit(2); }
console.log('ready {"process":"' + PARLEY_NAME + '"}');
setInterval(() => {}, 1000);
`;

let base: string;
let dist: string;
let system;
const brokers = { amqpUrl: 'amqp://nowhere', rabbitApi: 'http://nowhere', kafkaBrokers: 'nowhere:9092' };
const names = ['gateway', 'orders', 'mailhost', 'packing'];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'parley-system-'));
  dist = join(base, 'dist');
  mkdirSync(dist);
  for (const app of ['gateway', 'orders', 'mailhost', 'fulfilment']) writeFileSync(join(dist, `${app}.cjs`), bundle);
});
afterEach(async () => {
  await system?.stop();
  rmSync(base, { recursive: true, force: true });
});

const notes = (system) => readFileSync(join(system.folders.data, 'notes'), 'utf8').trim().split('\n');

it('starts all, starts again what dies without its crash point, stops from the gateway to the mailhost', async () => {
  const lines: string[] = [];
  const env = { PARLEY_CRASH_AT: 'orders.place.pending' };
  const onLine = (line: string) => lines.push(line);
  system = await startSystem({ base, dist, brokers, services: names, instances: { packing: 2 }, env, onLine });
  await system.waitReady();
  expect(system.processes.map(({ name }) => name).sort()).toEqual([
    'gateway-1',
    'mailhost-1',
    'orders-1',
    'packing-1',
    'packing-2',
  ]);
  expect(notes(system)).toContain('start orders-1 with orders.place.pending');

  const killed = system.process('orders').pid;
  system.kill('orders');
  await system.waitReady('orders');
  expect(system.process('orders-1')).toMatchObject({ restarts: 1, status: 'ready' });
  expect(system.process('orders').pid).not.toBe(killed);
  expect(lines).toContain('orders-1 died (SIGKILL): it is started again');
  expect(notes(system)).toContain('start orders-1');

  const state = readRunState(system.state);
  expect(state).toMatchObject({
    live: true,
    addresses: { kafkaBrokers: 'nowhere:9092' },
    env: { PARLEY_AMQP_URL: 'amqp://nowhere' },
  });
  expect(state.processes.find(({ name }) => name === 'orders-1')).toMatchObject({
    pid: system.process('orders').pid,
    restarts: 1,
  });
  expect(state.addresses.orders).toBe(
    `127.0.0.1:${state.processes.find(({ name }) => name === 'orders-1').ports.grpc}`,
  );

  const running = system.processes.map(({ pid }) => identity(pid));
  await system.stop();
  expect(running.filter(isAlive)).toEqual([]);
  const stops = notes(system).filter((line) => line.startsWith('stop'));
  expect(stops).toHaveLength(5);
  expect(stops[0]).toBe('stop gateway-1');
  expect(stops[1]).toBe('stop orders-1');
  expect(stops[4]).toBe('stop mailhost-1');
  expect(existsSync(system.state)).toBe(false);
});

it('gives up at once, with the reason, on a service whose configuration is wrong', async () => {
  system = await startSystem({ base, dist, brokers, services: names, env: { PARLEY_BROKEN: 'orders-1' } });
  await expect(system.waitReady()).rejects.toThrow(
    /orders-1 ended before it was ready \(exit code 2\)[^]*PARLEY_ORDERS is missing/,
  );
  await until(() => notes(system).length >= 4, { what: 'the start of the others' });
  await system.stop();
  expect(notes(system).filter((line) => line.startsWith('start orders-1'))).toHaveLength(1);
});

it.each([
  ['infra/native/start.mjs', ['--bogus']],
  ['bin/parley.mjs', ['down', '--bogus']],
  ['bin/parley.mjs', ['up', '--bogus']],
])('%s %j ends with 2', (script, argv) => {
  const result = spawnSync(process.execPath, [join(__dirname, '../..', script), ...argv], { encoding: 'utf8' });
  expect(result.status).toBe(2);
  expect(result.stderr).toMatch(/bogus/);
});

it.each([
  ['infra/native/start.mjs', ['--fresh']],
  ['bin/parley.mjs', ['up', '--fresh', '--brokers', 'env']],
])('%s %j does not empty brokers of the environment: 2, and what to do', (script, argv) => {
  const env = { ...process.env, PARLEY_AMQP_URL: 'amqp://127.0.0.1:1', PARLEY_KAFKA_BROKERS: '127.0.0.1:1' };
  const result = spawnSync(process.execPath, [join(__dirname, '../..', script), ...argv], { encoding: 'utf8', env });
  expect(result.status).toBe(2);
  expect(result.stderr).toMatch(/--fresh does not go with[^]*--brokers native/);
});
