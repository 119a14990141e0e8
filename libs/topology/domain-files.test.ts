import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repoRoot } from './index';

jest.setTimeout(60_000);

/** The names that lint forbids a file of that name to import. */
function forbidden(file: string, names: string[]): string[] {
  const lint = spawnSync(
    process.execPath,
    // The module boundaries need nx' project graph, which is not what this is about.
    ['node_modules/eslint/bin/eslint.js', '--stdin', '--stdin-filename', file, '--rule', '@nx/enforce-module-boundaries: off', '--format', 'json'],
    { cwd: repoRoot(), input: names.map((name) => `import '${name}';`).join('\n'), encoding: 'utf8' },
  ); // prettier-ignore
  const [{ messages }] = JSON.parse(lint.stdout) as [{ messages: { ruleId: string; line: number }[] }];
  return messages.filter(({ ruleId }) => ruleId === 'no-restricted-imports').map(({ line }) => names[line - 1]!);
}

const transports = [
  ...['node:net', 'node:http', 'node:https', 'node:http2', 'node:dgram', 'node:tls', 'node:dns', 'net', 'http', 'fs'],
  ...['node:fs', 'node:fs/promises', 'node:child_process', 'node:worker_threads', 'express', 'pg', 'kysely'],
  ...['amqplib', 'kafkajs', 'zeromq', '@grpc/grpc-js', 'nodemailer', 'smtp-server', '@photostructure/sqlite'],
  ...['@parley/middleware/grpc', '@parley/store', '@parley/service'],
];

test('a domain file may import no transport, store or process', () => {
  expect(forbidden(join('apps', 'orders', 'some.domain.ts'), transports)).toEqual(transports);
});

test('it may import what only computes', () => {
  const pure = ['node:crypto', '@parley/topology', '@parley/faults', './order.domain', './events.http', 'uuid'];
  expect(forbidden(join('apps', 'orders', 'some.domain.ts'), pure)).toEqual([]);
});
