/** The options of `npm start` (and of `parley up`), parsed. */
import { parseArgs } from 'node:util';
import { scalable } from './services.mjs';

export const usage = `npm start -- [options]

  --orders N|all    place N of the retailer's invoices (default 200; 0: none), or all with their returns
  --rate R          at most R orders a second (default: as fast as they are answered)
  --exit            stop when they are final; exit 1 if an order is not, or a balance does not hold
  --fresh           wipe the data of services and brokers first (not with brokers of the environment)
  --brokers KIND    env (PARLEY_AMQP_URL, PARLEY_KAFKA_BROKERS), docker or native; default: the first that is there
  --no-install      install no system package
  --workers N       pricing workers (default 2)
  --payment N, --packing N, --shipping N, --refund N
                    processes of that action (default 1)
  --ledger N        replicas of the accounts (default 3)
  --watch           rebuild and restart on change (default orders: 0)
  --help            this text
`;

const options = {
  orders: { type: 'string' },
  rate: { type: 'string' },
  exit: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  brokers: { type: 'string' },
  'no-install': { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  background: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  ...Object.fromEntries(Object.keys(scalable).map((name) => [name, { type: 'string' }])),
};

/** A wrong command line; exit code 2. */
export class Usage extends Error {
  exitCode = 2;
}

function whole(name, text, least) {
  if (!/^\d+$/.test(text) || Number(text) < least)
    throw new Usage(`--${name} takes a whole number from ${least}, not "${text}"`);
  return Number(text);
}

/** Options of a command line; throws Usage for what is unknown or malformed. */
export function parseStart(argv) {
  let values;
  try {
    ({ values } = parseArgs({ args: argv, options, allowPositionals: false }));
  } catch (error) {
    throw new Usage(error.message);
  }
  const orders = values.orders ?? (values.watch ? '0' : '200');
  if (values.brokers !== undefined && !['env', 'docker', 'native'].includes(values.brokers)) {
    throw new Usage(`--brokers takes env, docker or native, not "${values.brokers}"`);
  }
  if (values.rate !== undefined && !(Number(values.rate) > 0)) {
    throw new Usage(`--rate takes a number above 0, not "${values.rate}"`);
  }
  const asked = Object.entries(scalable).filter(([name]) => values[name] !== undefined);
  return {
    orders: orders === 'all' ? 'all' : whole('orders', orders, 0),
    rate: values.rate && Number(values.rate),
    exit: values.exit,
    fresh: values.fresh,
    brokers: values.brokers,
    install: !values['no-install'],
    watch: values.watch,
    background: values.background,
    help: values.help,
    instances: Object.fromEntries(asked.map(([name, service]) => [service, whole(name, values[name], 1)])),
  };
}
