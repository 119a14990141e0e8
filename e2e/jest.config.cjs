const preset = require('../jest.preset.cjs')(__dirname, {
  brokers: ['rabbitmq', 'kafka', 'activemq', 'moto'],
  peers: ['python', 'java', 'mpich', 'namespaces'],
});

module.exports = {
  ...preset,
  testEnvironment: '<rootDir>/environment.cjs',
  testTimeout: 240_000,
  maxConcurrency: 2,
  // All invoices take three minutes; the first hundred are in every run.
  ...(process.env.PARLEY_FULL !== '1' && { testPathIgnorePatterns: ['all.test.ts'] }),
};
