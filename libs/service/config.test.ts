import { killChildren } from '@parley/faults/testing';
import { startTiny, wholeEnv } from './testing.fixture';

jest.setTimeout(60_000);
afterAll(killChildren);

async function refused(env: Record<string, string>): Promise<string> {
  const child = startTiny(env);
  expect(await child.exited).toEqual({ code: 2, signal: null });
  expect(child.output().stdout).toBe('');
  return child.output().stderr;
}

test.each(Object.keys(wholeEnv))('without %s it ends with 2 and names it', async (variable) => {
  expect(await refused({ [variable]: '' })).toMatch(`${variable}: is missing`);
});

test('every variable at fault is named, its value is not shown', async () => {
  const text = await refused({
    PARLEY_GRPC_PORT: 'seventy',
    PEER: 'secret-host',
    BROKERS: 'a:1,secret-b',
    DATABASE_URL: 'mysql://secret',
    PARLEY_CRASH_AT: 'orders.nowhere',
    PARLEY_FAULTS: 'yes',
    PARLEY_OTLP_ALSO: 'http://127.0.0.1:4318,secret',
  });
  const wrong = ['PARLEY_GRPC_PORT', 'PEER', 'BROKERS', 'DATABASE_URL', 'PARLEY_CRASH_AT', 'PARLEY_FAULTS'];
  for (const variable of [...wrong, 'PARLEY_OTLP_ALSO']) expect(text).toMatch(`${variable}: `);
  expect(text).not.toMatch('secret');
});
