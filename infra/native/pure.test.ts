import { parseStart, Usage } from './args.mjs';
import { brokersOfEnvironment, chooseBrokers, refuseFresh } from './choose-brokers.mjs';
import { checkNode, satisfies } from './engines.mjs';
import { offeredBy, ownEnvironment, processesOf, services } from './services.mjs';
import { table } from './ports.mjs';
import { countAgain, countJest, failedFiles } from './test.mjs';

describe('the options of npm start', () => {
  it('has defaults', () => {
    expect(parseStart([])).toMatchObject({
      orders: 200,
      exit: false,
      fresh: false,
      install: true,
      brokers: undefined,
      instances: {},
    });
  });

  it('takes all, a rate, and numbers of processes', () => {
    const options = parseStart([
      '--orders',
      'all',
      '--rate',
      '2.5',
      '--exit',
      '--packing',
      '3',
      '--workers=4',
      '--no-install',
    ]);
    expect(options).toMatchObject({
      orders: 'all',
      rate: 2.5,
      exit: true,
      install: false,
      instances: { packing: 3, 'pricing-worker': 4 },
    });
  });

  it('places no orders under --watch unless asked', () => {
    expect(parseStart(['--watch']).orders).toBe(0);
    expect(parseStart(['--watch', '--orders', '5']).orders).toBe(5);
  });

  it.each([
    [['--bogus']],
    [['200']],
    [['--orders', '-1']],
    [['--orders', '1.5']],
    [['--orders', 'some']],
    [['--rate', '0']],
    [['--packing', '0']],
    [['--brokers', 'kubernetes']],
  ])('refuses %j', (argv) => {
    expect(() => parseStart(argv)).toThrow(Usage);
  });
});

describe('the choice of brokers', () => {
  const given = { PARLEY_AMQP_URL: 'amqp://somewhere', PARLEY_KAFKA_BROKERS: 'somewhere:9092' };

  it('prefers the environment, then Docker, then own processes', async () => {
    const compose = async () => ['docker', 'compose'];
    const none = async () => undefined;
    expect(await chooseBrokers(undefined, { env: given, compose })).toBe('env');
    expect(await chooseBrokers(undefined, { env: {}, compose })).toBe('docker');
    expect(await chooseBrokers(undefined, { env: {}, compose: none })).toBe('native');
    expect(await chooseBrokers('native', { env: given, compose })).toBe('native');
  });

  it('refuses half of an environment', async () => {
    expect(() => brokersOfEnvironment({ PARLEY_AMQP_URL: 'amqp://somewhere' })).toThrow(/go together/);
    await expect(chooseBrokers('env', { env: {} })).rejects.toThrow(/needs PARLEY_AMQP_URL/);
  });

  it.each([
    [{ fresh: true }, given, true],
    [{ fresh: true, brokers: 'env' }, given, true],
    [{ fresh: true, brokers: 'native' }, given, false],
    [{ fresh: true }, {}, false],
    [{ fresh: false }, given, false],
  ])('%j with the environment %j is refused: %s', (options, env, refused) => {
    const attempt = () => refuseFresh(options, env);
    if (refused) expect(attempt).toThrow(Usage);
    else attempt();
  });
});

describe('the table of services', () => {
  const withPorts = (processes) => processes.map((one) => ({ ...one, ports: table[one.service.name] }));

  it('runs one process each, two pricing workers, and more on request', () => {
    const names = processesOf({ instances: { packing: 3 } }).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'orders-1',
        'pricing-worker-1',
        'pricing-worker-2',
        'packing-1',
        'packing-2',
        'packing-3',
      ]),
    );
    expect(names).not.toContain('orders-2');
  });

  it('offers every address that a service may ask for', () => {
    expect(offeredBy(withPorts(processesOf()))).toEqual({
      PARLEY_SMTP_URL: 'smtp://127.0.0.1:7435',
      PARLEY_OBSERVER: '127.0.0.1:7432',
      PARLEY_OTLP_URL: 'http://127.0.0.1:7433',
      PARLEY_INVENTORY: '127.0.0.1:7411',
      // Of three processes, which get ports of their own when they start.
      PARLEY_LEDGER: '127.0.0.1:7424,127.0.0.1:7424,127.0.0.1:7424',
      PARLEY_PRICING: '127.0.0.1:7412',
      PARLEY_VENTILATOR: 'tcp://127.0.0.1:7413',
      PARLEY_SINK: 'tcp://127.0.0.1:7414',
      PARLEY_ORDERS: '127.0.0.1:7410',
      PARLEY_FULFILMENT: '127.0.0.1:7420',
      PARLEY_NOTIFICATIONS: '127.0.0.1:7430',
      PARLEY_ANALYTICS: '127.0.0.1:7431',
      PARLEY_VIEWS: '127.0.0.1:7436',
      PARLEY_GATEWAY: 'http://127.0.0.1:8080',
    });
  });

  it('fills every placeholder of every process', () => {
    for (const one of withPorts(processesOf())) {
      const env = ownEnvironment(one, { mail: '/somewhere/mail' });
      expect(env.PARLEY_NAME).toBe(one.name);
      expect(Object.values(env).join()).not.toMatch(/[{}]|undefined/);
    }
  });

  it('has a port in the table for each that a service asks for, and none twice', () => {
    for (const service of services) expect(Object.keys(table[service.name]).sort()).toEqual([...service.ports].sort());
    const all = Object.values(table).flatMap((ports) => Object.values(ports));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('engines', () => {
  it.each([
    ['v20.20.2', '>=20', true],
    ['v20.20.2', '>= 22.12.0', false],
    ['v20.20.2', '^18.19.0 || >=20.6.0', true],
    ['v20.5.0', '^18.19.0 || >=20.6.0', false],
    ['v20.20.2', '^20.19.0 || ^22.12.0 || >=24.0.0', true],
    ['v21.0.0', '^20.19.0 || ^22.12.0 || >=24.0.0', false],
    ['v20.20.2', '20.x', true],
    ['v20.20.2', '>=18 <20', false],
    ['v20.20.2', '*', true],
    ['v20.20.2', '~20.20.0', true],
    ['v20.20.2', '18 - 20', true],
    ['v22.1.0', '18 - 20', false],
  ])('%s meets %s: %s', (version, range, answer) => {
    expect(satisfies(version, range)).toBe(answer);
  });
});

describe('the version of Node', () => {
  it.each(['v18.20.0', 'v20.0.0', 'v20.8.1'])('%s is refused with code 3', (version) => {
    expect(() => checkNode(version)).toThrow(expect.objectContaining({ exitCode: 3 }));
  });

  it.each(['v20.9.0', 'v22.0.0', process.version])('%s is taken', (version) => checkNode(version));
});

describe('the count of a test run', () => {
  const report = { numPassedTests: 5, numFailedTests: 1, numRuntimeErrorTestSuites: 2 };

  it('counts suites that could not run as failures', () => {
    expect(countJest(report, 1)).toEqual({ passed: 5, failed: 3 });
  });

  it('counts a run that failed without a failed test, or without a report', () => {
    expect(countJest({ numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }, 1)).toEqual({
      passed: 5,
      failed: 1,
    });
    expect(countJest(undefined, 0)).toEqual({ passed: 0, failed: 1 });
  });

  it('counts a failed file by its second run, and the others by their first', () => {
    const file = (name: string, ...statuses: string[]) => ({
      name,
      status: statuses.includes('failed') ? 'failed' : 'passed',
      assertionResults: statuses.map((status) => ({ status })),
    });
    const report = { testResults: [file('a', 'passed', 'passed'), file('b', 'passed', 'failed')] };
    expect(failedFiles(report)).toEqual(['b']);
    expect(failedFiles(undefined)).toEqual([]);
    expect(countAgain(report, { passed: 2, failed: 0 })).toEqual({ passed: 4, failed: 0 });
    expect(countAgain(report, { passed: 1, failed: 1 })).toEqual({ passed: 3, failed: 1 });
  });
});
