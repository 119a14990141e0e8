/** What every project's jest suite has in common. `brokers` names the real middleware that the suite needs, `peers` what its clients in other languages do. */
const path = require('node:path');

module.exports = (directory, { brokers = [], peers = [] } = {}) => ({
  displayName: path.relative(__dirname, directory),
  rootDir: directory,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.test.ts'],
  transform: { '^.+\\.(ts|mjs)$': [require.resolve('@swc/jest'), { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  moduleNameMapper: {
    '^@parley/middleware/rabbitmq/testing$': `${__dirname}/libs/middleware/rabbitmq/vhost.testing.ts`,
    '^@parley/middleware/(.*)$': `${__dirname}/libs/middleware/$1/index.ts`,
    '^@parley/contracts/generated/(.*)$': `${__dirname}/libs/contracts/generated/$1`,
    '^@parley/faults/testing$': `${__dirname}/libs/faults/testing.ts`,
    '^@parley/conformance/testing$': `${__dirname}/libs/conformance/testing.ts`,
    '^@parley/marshalling/demonstrations$': `${__dirname}/libs/marshalling/demonstrations.ts`,
    '^@parley/styles$': `${__dirname}/libs/styles/registry/index.ts`,
    '^@parley/styles/(.*)$': `${__dirname}/libs/styles/$1`,
    '^@parley/store/testing$': `${__dirname}/libs/store/testing.ts`,
    '^@parley/([^/]+)$': `${__dirname}/libs/$1/index.ts`,
  },
  modulePathIgnorePatterns: ['<rootDir>/.parley'],
  ...(brokers.length + peers.length > 0 && {
    globals: { parleyNeeds: { brokers, peers } },
    globalSetup: `${__dirname}/infra/native/jest-setup.cjs`,
    globalTeardown: `${__dirname}/infra/native/jest-teardown.cjs`,
  }),
});
