import { existsSync, statSync } from 'node:fs';
import { Client } from 'pg';
import { openClone } from './clone.fixture';
import { noteOutside } from './outside.mjs';
import { until } from './processes.mjs';
import { dropSchemas, schemas } from './schemas.mjs';

jest.setTimeout(60_000);

let clone: ReturnType<typeof openClone>;
afterEach(() => clone?.remove());

describe('brokers in Docker', () => {
  it.each([
    ['are up but do not answer yet', 'true'],
    ['are still being made', 'exec sleep 600'],
  ])('are stopped by a Ctrl-C while they %s', async (_, up) => {
    clone = openClone({ up });
    const { child, ended } = clone.run('infra/native/start.mjs', ['--brokers', 'docker', '--orders', '0']);
    await until(() => clone.dockerCalls().includes('up -d') || child.exitCode !== null, { what: 'up' });
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(clone.dockerCalls()).toEqual(['up -d', 'down']);
    expect(existsSync(clone.path('.parley/run/state.json'))).toBe(false);
  });

  it('are emptied by --purge, also long after they stopped; by a plain down they are not', async () => {
    clone = openClone();
    noteOutside({ docker: true }, clone.path('.parley/run/outside.json'));
    expect(await clone.run('bin/parley.mjs', ['down']).ended).toMatchObject({ code: 0 });
    expect(clone.dockerCalls()).toEqual([]);
    expect(await clone.run('bin/parley.mjs', ['down', '--purge']).ended).toMatchObject({ code: 0 });
    expect(clone.dockerCalls()).toEqual(['down -v']);
    expect(existsSync(clone.path('.parley'))).toBe(false);
  });
});

describe('PostgreSQL', () => {
  const server = process.env.PARLEY_TEST_DATABASE_URL ?? '';
  const name = `parley_outside_${process.pid}`;
  const url = Object.assign(new URL(server || 'postgres://none'), { pathname: `/${name}` }).href;

  const query = async (at: string, ...statements: string[]) => {
    const client = new Client({ connectionString: at });
    await client.connect();
    const results = [];
    for (const one of statements) results.push(await client.query(one));
    await client.end();
    return results.at(-1)?.rows ?? [];
  };
  const left = async () =>
    (await query(url, `select nspname from pg_namespace where nspname = any('{${schemas},sales}') order by 1`)).map(
      ({ nspname }) => nspname,
    );
  const tables = (schema: string) =>
    ['inbox', 'outbox', 'lease', 'migrations'].map((table) => `create table ${schema}.${table} (id text)`);
  const made = (...names: string[]) => names.flatMap((one) => [`create schema ${one}`, ...tables(one)]);

  beforeEach(async () => void (await query(server, `create database ${name}`)));
  afterEach(async () => void (await query(server, `drop database ${name} with (force)`)));

  it("loses the services' schemas, and no other, not even one of the same name", async () => {
    await query(
      url,
      ...made('orders', 'fulfilment', 'sales'),
      'create schema analytics',
      'create table analytics.inbox ()',
    );
    expect(await dropSchemas(url)).toEqual(['fulfilment', 'orders']);
    expect(await left()).toEqual(['analytics', 'sales']);
    expect(await dropSchemas(url)).toEqual([]);
  });

  it('is emptied by --purge, by a note that only its user can read', async () => {
    clone = openClone();
    await query(url, ...made(...schemas));
    const file = clone.path('.parley/run/outside.json');
    noteOutside({ databaseUrl: url }, file);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(await clone.run('bin/parley.mjs', ['down', '--purge']).ended).toMatchObject({ code: 0 });
    expect(await left()).toEqual([]);
  });

  it('that is away is told, with code 1, and the rest is removed', async () => {
    clone = openClone();
    noteOutside({ databaseUrl: 'postgres://me:secret@127.0.0.1:1/nowhere' }, clone.path('.parley/run/outside.json'));
    const { code, said } = await clone.run('bin/parley.mjs', ['down', '--purge']).ended;
    expect(code).toBe(1);
    expect(said).toMatch('PostgreSQL at 127.0.0.1:1/nowhere could not be dropped');
    expect(said).not.toMatch('secret');
    expect(existsSync(clone.path('.parley'))).toBe(false);
  });
});
