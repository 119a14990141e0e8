/** A service is a folder under apps/; a process is one running role of it, named `<process>-<n>`. */
export type Service =
  | 'gateway'
  | 'orders'
  | 'inventory'
  | 'pricing'
  | 'fulfilment'
  | 'notifications'
  | 'analytics'
  | 'ledger'
  | 'views'
  | 'observer'
  | 'mailhost';

export interface ProcessSpec {
  process: string;
  service: Service;
  role?: string;
  job: string;
  /** `style channel`, as in spans and evidence. */
  in: string[];
  out: string[];
  /** Whether more than one may run beside each other. */
  many: boolean;
}

const fulfilment = (role: string, job: string, next: string[] = []): ProcessSpec => ({
  process: role,
  service: 'fulfilment',
  role,
  job,
  in: [`rabbitmq ${role}`],
  out: [...next.map((queue) => `rabbitmq ${queue}`), 'rabbitmq milestones', 'grpc ledger'],
  many: true,
});

/** Who is who: each process with its ways in and out, beside the health and control services that all of them have. */
export const processes: ProcessSpec[] = [
  {
    process: 'gateway',
    service: 'gateway',
    job: 'HTTP API and live events',
    in: ['http'],
    out: ['grpc orders', 'grpc inventory', 'grpc analytics', 'grpc observer', 'grpc control'],
    many: false,
  },
  {
    process: 'orders',
    service: 'orders',
    job: 'the order book and its saga',
    in: ['grpc parley.orders.v1.Orders', 'rabbitmq orders.milestones'],
    out: ['grpc pricing', 'grpc inventory', 'rabbitmq commands', 'kafka orders'],
    many: false,
  },
  {
    process: 'inventory',
    service: 'inventory',
    job: 'stock: reserve, ship, release, restock',
    in: ['grpc parley.inventory.v1.Inventory', 'rabbitmq warehouse.notices'],
    out: [],
    many: false,
  },
  {
    process: 'quote',
    service: 'pricing',
    role: 'quote',
    job: 'prices an order: deals a job a line, gathers the results',
    in: ['grpc parley.pricing.v1.Pricing', 'zeromq price-results'],
    out: ['zeromq price-jobs'],
    many: false,
  },
  {
    process: 'worker',
    service: 'pricing',
    role: 'worker',
    job: 'prices one line at a time',
    in: ['zeromq price-jobs'],
    out: ['zeromq price-results'],
    many: true,
  },
  fulfilment('payment', 'takes the money, or declines', ['packing']),
  fulfilment('packing', 'packs the parcels and tells the warehouse desk', ['shipping', 'warehouse.notices']),
  fulfilment('shipping', 'ships, unless cancelled first'),
  fulfilment('refund', 'decides cancels, pays back cancels and returns'),
  {
    process: 'notifications',
    service: 'notifications',
    job: 'a mail at each milestone',
    in: ['rabbitmq notifications.milestones'],
    out: ['smtp mail'],
    many: false,
  },
  {
    process: 'analytics',
    service: 'analytics',
    job: 'sales, live and replayed',
    in: ['kafka orders', 'grpc parley.analytics.v1.Analytics'],
    out: [],
    many: false,
  },
  {
    process: 'ledger',
    service: 'ledger',
    job: 'customers’ accounts: one of the replicas that execute one log of operations',
    in: ['grpc parley.ledger.v1.Ledger', 'kafka ledger'],
    out: ['kafka ledger', 'kafka ledger.snapshots'],
    many: true,
  },
  {
    process: 'views',
    service: 'views',
    job: 'a cache and a search view of the orders, kept by their events',
    in: ['kafka orders', 'grpc parley.views.v1.Views'],
    out: [],
    many: false,
  },
  {
    process: 'observer',
    service: 'observer',
    job: 'takes spans, keeps the last journeys',
    in: ['http /v1/traces', 'grpc parley.observer.v1.Observer'],
    out: [],
    many: false,
  },
  {
    process: 'mailhost',
    service: 'mailhost',
    job: 'the mailboxes: a maildir behind SMTP',
    in: ['smtp mail'],
    out: [],
    many: false,
  },
];

/** The names of the processes of a service, e.g. fulfilment → payment, packing, shipping, refund. */
export const processesOf = (service: string): string[] =>
  processes.filter((each) => each.service === service).map((each) => each.process);
