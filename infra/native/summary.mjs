/** What a system shows of itself: addresses, processes, memory. */
import { relative } from 'node:path';
import { leftOf } from './run-state.mjs';
import { columns, megabytes } from './progress.mjs';
import { isAlive, memoryBytes } from './processes.mjs';
import { root } from './paths.mjs';

/** Memory of everything in a state, the supervisor included, in bytes. */
export const memoryOf = (state) =>
  [state.supervisor, ...leftOf(state)].reduce((sum, { pid }) => sum + memoryBytes(pid), 0);

const short = (path) => relative(root, path) || '.';

/** Every address, where things are kept, and how to stop. */
export function addressLines(state) {
  const { addresses: at, folders } = state;
  const rows = [
    ['HTTP API', at.gateway],
    ['  description', at.gateway && `${at.gateway}/openapi.json`],
    ['  live events', at.gateway && `${at.gateway}/api/events`],
    ['RabbitMQ', at.rabbitApi ? `${at.rabbitApi.replace(/\/\/[^@]*@/, '//')} (guest / guest)` : at.amqpUrl],
    ['Kafka', at.kafkaBrokers],
    ['PostgreSQL', at.databaseUrl?.replace(/:[^:@/]*@/, ':…@')],
    ['journeys', at.observer],
    ['mails', folders && short(folders.mail)],
    ['data', folders && short(folders.data)],
    ['logs', folders && short(folders.log)],
    ['memory', `${megabytes(memoryOf(state))} in ${leftOf(state).length + 1} processes (shared parts counted once)`],
  ];
  return columns(rows.filter(([, value]) => value));
}

/** The table of `parley status`. */
export function statusTable(state) {
  const rows = state.processes.map((one) => [
    one.name,
    isAlive(one) ? one.pid : '-',
    isAlive(one) ? one.status : 'dead',
    Object.values(one.ports ?? {}).join(' '),
    isAlive(one) ? megabytes(memoryBytes(one.pid)) : '-',
    one.restarts,
    short(one.log),
  ]);
  return columns([['process', 'pid', 'state', 'ports', 'memory', 'restarts', 'log'], ...rows]);
}
