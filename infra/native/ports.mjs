/** One table of ports, all on 127.0.0.1. A port that is taken is replaced by a free one, so ask `parley env`, not this file. */
import { createConnection, createServer } from 'node:net';

export const table = {
  gateway: { http: 8080, grpc: 7400 },
  orders: { grpc: 7410 },
  inventory: { grpc: 7411 },
  'pricing-quote': { grpc: 7412, ventilator: 7413, sink: 7414 },
  'pricing-worker': { grpc: 7415 },
  payment: { grpc: 7420 },
  packing: { grpc: 7421 },
  shipping: { grpc: 7422 },
  refund: { grpc: 7423 },
  ledger: { grpc: 7424 },
  notifications: { grpc: 7430 },
  analytics: { grpc: 7431 },
  observer: { grpc: 7432, http: 7433 },
  mailhost: { grpc: 7434, smtp: 7435 },
  views: { grpc: 7436 },
  rabbitmq: { amqp: 7472, management: 7473, distribution: 7474, epmd: 7475, mqtt: 7476, stomp: 7477 },
  kafka: { broker: 7492, controller: 7493 },
  postgres: { sql: 7498 },
};

/** What only the brokers of tests and of people's runs listen on, on ports that are free then. */
export const freePortsOf = {
  rabbitmq: [...Object.keys(table.rabbitmq), 'amqps', 'mqtts', 'stomps'],
  kafka: [...Object.keys(table.kafka), 'sasl'],
  postgres: Object.keys(table.postgres),
  activemq: ['amqp'],
  moto: ['http'],
  kafka3: [1, 2, 3].flatMap((id) => [`broker${id}`, `controller${id}`]),
};

/** Resolves to true when 127.0.0.1:port can be listened on now. */
export const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });

/** Resolves to true when something accepts on 127.0.0.1:port. */
export const isOpen = (port, host = '127.0.0.1', withinMs = 1000) =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(withinMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });

const given = new Set();

/**
 * A free port between 20000 and 29999: below the range from which the kernel takes the near ends of connections, so that
 * nothing takes it between now and the moment the process that gets it listens. Never gives the same one twice.
 */
export async function freePort() {
  for (;;) {
    const port = 20000 + Math.floor(Math.random() * 10000);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
}

/**
 * Real ports for wanted ones: `{amqp: 7472}` → the same where free, another where taken. With `anyFree` the wanted numbers
 * are ignored (tests).
 */
export async function choosePorts(wanted, { anyFree = false } = {}) {
  const chosen = {};
  for (const [name, port] of Object.entries(wanted)) {
    const usable = !anyFree && !given.has(port) && (await isFree(port));
    if (usable) given.add(port);
    chosen[name] = usable ? port : await freePort();
  }
  return chosen;
}
