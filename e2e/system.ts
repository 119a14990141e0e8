import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Balance, checkBalances, readInvoices, type Sources } from '@parley/balances';
import type { ControlDefinition } from '@parley/contracts/generated/parley/control/v1/Control';
import { until as untilFound } from '@parley/faults/testing';
import { grpcClient } from '@parley/middleware/grpc';
import { repoRoot } from '@parley/topology';

declare const importNative: (specifier: string) => Promise<never>;

interface Kept {
  name: string;
  pid: number;
  restarts: number;
  status: string;
}

/** A part of infra/native's startSystem and startBrokers: what these tests use of them. */
interface Native {
  processes: (Kept & { app: string })[];
  addresses: Record<string, string>;
  state: string;
  folders: { data: string; mail: string };
  process(name: string): Kept;
  kill(name: string, signal?: string): void;
  waitReady(name?: string): Promise<void>;
  logOf(name: string, lines?: number): string;
  stop(): Promise<void>;
}
interface NativeBrokers {
  addresses: { amqpUrl: string; rabbitApi: string; kafkaBrokers: string; databaseUrl?: string };
  process(name: string): Kept;
  kill(name: string, signal?: string): void;
  stop(): Promise<void>;
}

export interface Order {
  id: string;
  state: string;
  reason: string;
  gross: string;
  timeline: { state: string }[];
}

const native = (file: string): Promise<never> => importNative(path.join(repoRoot(), 'infra/native', file));
const final = ['completed', 'rejected', 'cancelled'];

/** Waits for a condition; a whole system takes its time. */
export const until: typeof untilFound = (what, probe, withinMs = 60_000) => untilFound(what, probe, withinMs);

/** Own brokers for one test file: faults never touch a broker that the test did not start. */
export async function openBrokers(
  which = ['rabbitmq', 'kafka'],
): Promise<NativeBrokers & { base: string; close(): Promise<void> }> {
  const base = mkdtempSync(path.join(tmpdir(), 'parley-e2e-'));
  const { startBrokers } = await native('brokers.mjs');
  const brokers: NativeBrokers = await (startBrokers as (o: object) => Promise<NativeBrokers>)({ base, which });
  return {
    ...brokers,
    base,
    close: async () => {
      await brokers.stop();
      rmSync(base, { recursive: true, force: true });
      rmSync(distOf(base), { recursive: true, force: true });
    },
  };
}

/** Bundles find their packages from where they lie: inside the clone. */
export const distOf = (base: string): string => path.join(repoRoot(), '.parley/test', path.basename(base));

/** The whole order system on those brokers, built from this tree, with crash points allowed. */
export async function openSystem(
  brokers: NativeBrokers & { base: string },
  options: { name?: string; dist?: string; env?: Record<string, string>; instances?: object } = {},
) {
  const { startSystem } = await native('supervisor.mjs');
  const { build } = await native('build.mjs');
  const dist = options.dist ?? distOf(brokers.base);
  if (!options.dist) await (build as (o: object) => Promise<void>)({ dist });
  const lines: string[] = [];
  const system: Native = await (startSystem as (o: object) => Promise<Native>)({
    base: path.join(brokers.base, options.name ?? 'system'),
    brokers: brokers.addresses,
    dist,
    instances: options.instances ?? {},
    env: { PARLEY_FAULTS: '1', PARLEY_LEASE_MS: '2000', ...options.env },
    onLine: (line: string) => lines.push(line),
  });
  await system.waitReady().catch(async (error) => {
    await system.stop();
    throw error;
  });

  const http = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(new URL(url, system.addresses.gateway), {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    return { status: response.status, headers: response.headers, json: (await response.json()) as never };
  };
  const sources: Sources = {
    dataDir: system.folders.data,
    mailDir: system.folders.mail,
    databaseUrl: brokers.addresses.databaseUrl,
    amqpUrl: brokers.addresses.amqpUrl,
    kafkaBrokers: brokers.addresses.kafkaBrokers.split(','),
  };

  const parley = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { ...process.env, PARLEY_STATE: system.state, NO_COLOR: '1' };
      execFile(
        process.execPath,
        [path.join(dist, 'cli.cjs'), ...args],
        { env, cwd: repoRoot(), maxBuffer: 1 << 26 },
        (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  const asked = new Set<string>();
  const balances = (settleMs = 30_000): Promise<Balance[]> => checkBalances(sources, { settleMs, asked: [...asked] });

  return {
    ...system,
    lines,
    http,
    sources,
    /** Runs a `parley` command against this system. Never throws: the exit code is part of the answer. */
    parley,
    /** Loads the first invoices, or all; resolves when the command has ended. */
    load: async (orders: number, ...options: string[]) => {
      const ended = await parley('load', '--orders', orders === Infinity ? 'all' : String(orders), ...options);
      const keys = readInvoices()
        .filter(({ kind }) => kind === 'order')
        .slice(0, orders)
        .map(({ invoice }) => invoice);
      if (ended.code === 0) for (const key of keys) asked.add(key);
      return ended;
    },
    /** Posts under one key until there is an answer that is not "try again": what a client with a deadline does. */
    place: (key: string, order: object, url = '/api/orders'): Promise<{ status: number; json: never }> =>
      until(`an answer to ${key}`, async () => {
        const answer = await http('POST', url, order, { 'idempotency-key': key });
        if (answer.status < 300) asked.add(key);
        return answer.status < 500 ? answer : undefined;
      }),
    order: async (id: string): Promise<Order> => (await http('GET', `/api/orders/${id}`)).json,
    untilFinal: (id: string): Promise<Order> =>
      until(`order ${id} to be final`, async () => {
        const order: Order = (await http('GET', `/api/orders/${id}`)).json;
        return final.includes(order.state) ? order : undefined;
      }),
    untilState: (id: string, state: string): Promise<Order> =>
      until(`order ${id} to be ${state}`, async () => {
        const order: Order = (await http('GET', `/api/orders/${id}`)).json;
        return order.state === state ? order : undefined;
      }),
    /** Arms a crash point in every process of that name (pricing and fulfilment: of that role, or of all). */
    arm: async (crashAt: string, names: string[]) => {
      for (const name of names) {
        const { processes } = JSON.parse(readFileSync(system.state, 'utf8')) as {
          processes: { name: string; ports: { grpc: number } }[];
        };
        const { ports } = processes.find((one) => one.name === system.process(name).name)!;
        const control = grpcClient<ControlDefinition>('parley.control.v1.Control', `127.0.0.1:${ports.grpc}`);
        await control.SetFault({ crashAt });
        control.close();
      }
    },
    /** All balances; every order and return that was answered here must be in the book. */
    balances,
    broken: async (settleMs = 30_000): Promise<Balance[]> =>
      (await balances(settleMs)).filter((balance) => !balance.holds),
  };
}
export type System = Awaited<ReturnType<typeof openSystem>>;
