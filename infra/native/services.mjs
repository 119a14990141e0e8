/**
 * The services of the order system, as data. `own` are variables of that process alone, `offers` are the addresses by which
 * all others find it, `offersEach` those of which every process of the service has one; `{name}` stands for a port of the
 * process or a folder of the run. Tier 4 is stopped first.
 */
export const services = [
  {
    name: 'mailhost',
    tier: 1,
    ports: ['grpc', 'smtp'],
    own: { PARLEY_SMTP_PORT: '{smtp}', PARLEY_MAIL: '{mail}' },
    offers: { PARLEY_SMTP_URL: 'smtp://127.0.0.1:{smtp}' },
  },
  {
    name: 'observer',
    tier: 1,
    ports: ['grpc', 'http'],
    own: { PARLEY_HTTP_PORT: '{http}' },
    offers: { PARLEY_OBSERVER: '127.0.0.1:{grpc}', PARLEY_OTLP_URL: 'http://127.0.0.1:{http}' },
  },
  { name: 'ledger', tier: 1, count: 3, offersEach: { PARLEY_LEDGER: '127.0.0.1:{grpc}' } },
  { name: 'inventory', tier: 2, offers: { PARLEY_INVENTORY: '127.0.0.1:{grpc}' } },
  {
    name: 'pricing-quote',
    app: 'pricing',
    tier: 2,
    ports: ['grpc', 'ventilator', 'sink'],
    own: { PARLEY_ROLE: 'quote' },
    offers: {
      PARLEY_PRICING: '127.0.0.1:{grpc}',
      PARLEY_VENTILATOR: 'tcp://127.0.0.1:{ventilator}',
      PARLEY_SINK: 'tcp://127.0.0.1:{sink}',
    },
  },
  { name: 'pricing-worker', app: 'pricing', tier: 2, count: 2, own: { PARLEY_ROLE: 'worker' } },
  { name: 'orders', tier: 3, offers: { PARLEY_ORDERS: '127.0.0.1:{grpc}' } },
  {
    name: 'payment',
    app: 'fulfilment',
    tier: 2,
    own: { PARLEY_ROLE: 'payment' },
    offers: { PARLEY_FULFILMENT: '127.0.0.1:{grpc}' },
  },
  { name: 'packing', app: 'fulfilment', tier: 2, own: { PARLEY_ROLE: 'packing' } },
  { name: 'shipping', app: 'fulfilment', tier: 2, own: { PARLEY_ROLE: 'shipping' } },
  { name: 'refund', app: 'fulfilment', tier: 2, own: { PARLEY_ROLE: 'refund' } },
  { name: 'notifications', tier: 2, offers: { PARLEY_NOTIFICATIONS: '127.0.0.1:{grpc}' } },
  { name: 'analytics', tier: 2, offers: { PARLEY_ANALYTICS: '127.0.0.1:{grpc}' } },
  { name: 'views', tier: 2, offers: { PARLEY_VIEWS: '127.0.0.1:{grpc}' } },
  {
    name: 'gateway',
    tier: 4,
    ports: ['grpc', 'http'],
    own: { PARLEY_HTTP_PORT: '{http}' },
    offers: { PARLEY_GATEWAY: 'http://127.0.0.1:{http}' },
  },
].map((service) => ({ app: service.name, count: 1, ports: ['grpc'], own: {}, offers: {}, offersEach: {}, ...service }));

/** Services of which several can run, and the option of `npm start` that says how many. */
export const scalable = {
  workers: 'pricing-worker',
  payment: 'payment',
  packing: 'packing',
  shipping: 'shipping',
  refund: 'refund',
  ledger: 'ledger',
};

const fill = (templates, values) =>
  Object.fromEntries(
    Object.entries(templates).map(([name, text]) => [
      name,
      text.replace(/\{(\w+)\}/g, (_, key) => String(values[key])),
    ]),
  );

/** The processes to run: {name: 'packing-2', service, ordinal}, without ports yet. `instances` overrides counts. */
export function processesOf({ names, instances = {} } = {}) {
  const chosen = services.filter((service) => !names || names.includes(service.name));
  return chosen.flatMap((service) =>
    Array.from({ length: instances[service.name] ?? service.count }, (_, index) => ({
      name: `${service.name}-${index + 1}`,
      service,
      ordinal: index + 1,
    })),
  );
}

/**
 * What the first process of each service offers to the others, as variables, and what each of them does: values with commas
 * between. `processes` have their ports by now.
 */
export function offeredBy(processes) {
  const first = processes.filter(({ ordinal }) => ordinal === 1);
  const offered = Object.assign({}, ...first.map(({ service, ports }) => fill(service.offers, ports)));
  for (const { service, ports } of processes)
    for (const [name, value] of Object.entries(fill(service.offersEach, ports)))
      offered[name] = offered[name] ? `${offered[name]},${value}` : value;
  return offered;
}

/** The whole environment of one process, in addition to what all share. */
export const ownEnvironment = ({ name, service, ports }, folders) => ({
  PARLEY_NAME: name,
  PARLEY_GRPC_PORT: String(ports.grpc),
  ...fill(service.own, { ...ports, ...folders }),
});
