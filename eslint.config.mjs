import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const clients = [
  'amqplib', 'kafkajs', 'zeromq', '@grpc/grpc-js', '@grpc/proto-loader', 'nodemailer', 'smtp-server',
  'mailparser', 'rhea', 'mqtt', '@stomp/stompjs', '@aws-sdk/client-sqs', '@aws-sdk/client-kinesis', 'koffi', 'ws', 'capnweb', 'libp2p', '@libp2p/gossipsub', '@multiformats/multiaddr', 'dns-packet',
];
const builtIn = ['net', 'http', 'https', 'http2', 'dgram', 'tls', 'dns', 'fs', 'child_process', 'worker_threads'];
const outside = [...clients, 'express', 'pg', 'kysely', '@photostructure/sqlite', ...builtIn, ...builtIn.map((name) => `node:${name}`)];
const only = (paths, message) => ['error', { paths: paths.map((name) => ({ name, message })) }];

export default tseslint.config(
  { ignores: ['node_modules', '.parley', '.nx', 'libs/contracts/generated', '**/*.cjs'] },
  { files: ['**/*.ts'], extends: [tseslint.configs.recommended] },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'e2e/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'type:taxonomy', onlyDependOnLibsWithTags: ['type:taxonomy'] },
            { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib', 'type:taxonomy', 'type:middleware'] },
            { sourceTag: 'type:middleware', onlyDependOnLibsWithTags: ['type:lib', 'type:taxonomy'] },
            { sourceTag: 'type:style', onlyDependOnLibsWithTags: ['type:lib', 'type:taxonomy', 'type:middleware', 'type:style'] },
            { sourceTag: 'type:registry', onlyDependOnLibsWithTags: ['type:lib', 'type:taxonomy', 'type:style'] },
            { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:taxonomy', 'type:middleware', 'type:registry'] },
            { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:lib', 'type:taxonomy', 'type:middleware', 'type:registry'] },
          ],
        },
      ],
      'no-restricted-imports': only(clients, 'Client libraries are hardened once, in libs/middleware: import @parley/middleware/….'),
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['libs/middleware/**/*.ts', 'libs/contracts/**/*.ts', 'libs/styles/**/deck.ts', 'libs/styles/**/*.test.ts', 'bench/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['**/*.domain.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@parley/middleware/*', '@parley/store', '@parley/service', ...outside], message: 'A domain file decides; it does no I/O.' }] },
      ],
    },
  },
);
