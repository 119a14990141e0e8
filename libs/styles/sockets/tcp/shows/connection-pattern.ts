import { openCalls } from '@parley/middleware/socket';
import type { Finding, Show } from '@parley/roles';
import { partHere, startPart, table } from '@parley/staging';
import { calledOf, callOf, recorder, type Called } from '../../shown/recorded';

const serve = (): void => {
  const [calls, record] = [openCalls(), recorder('server')];
  const listening = record('socket', () => calls.socket());
  record('bind', () => calls.bind(listening, 0));
  record('listen', () => calls.listen(listening, 1));
  process.stdout.write(`port ${calls.port(listening)}\n`);
  const conversation = record('accept', () => calls.accept(listening));
  const data = record('receive', () => calls.recv(conversation, 1024));
  record('send', () => calls.send(conversation, Buffer.concat([data, Buffer.from('*')])));
  record('receive (end)', () => calls.recv(conversation, 1024));
  record('close', () => calls.close(conversation));
};

const ask = (port: number): void => {
  const [calls, record] = [openCalls(), recorder('client')];
  const socket = record('socket', () => calls.socket());
  record('connect', () => calls.connect(socket, port));
  record('send', () => calls.send(socket, Buffer.from('Hello, world')));
  const data = record('receive', () => calls.recv(socket, 1024));
  record('close', () => calls.close(socket));
  process.stdout.write(`printed ${data}\n`);
};

const orderOf = (calls: Called[], who: string): string =>
  calls
    .filter((each) => each.who === who)
    .map(({ call }) => call)
    .join(' ');

async function demonstrate(say: (line: string) => void): Promise<Finding[]> {
  const server = startPart('tcp', 'connection-pattern', 'server');
  const port = (await server.line(/^port /)).slice('port '.length);
  await server.line(/^begins accept/);
  const client = startPart('tcp', 'connection-pattern', 'client', port);
  await Promise.all([server.exited, client.exited]);
  const printed = /^printed (.*)$/m.exec(client.output().stdout)?.[1];
  const calls = calledOf(server.output().stdout, client.output().stdout);
  const start = callOf(calls, 'server', 'socket').began;
  const micros = (value: bigint) => `${value / 1000n} µs`;
  const rowOf = ({ who, call, began, ended }: Called) => {
    const times = [micros(began - start), micros(ended - start), micros(ended - began)];
    return [...times, ...(who === 'server' ? [call, ''] : ['', call])];
  };
  for (const line of table(['began', 'ended', 'took', 'server', 'client'], calls.map(rowOf))) say(line);
  const [accept, connect] = [callOf(calls, 'server', 'accept'), callOf(calls, 'client', 'connect')];
  const [sent, received] = [callOf(calls, 'client', 'send'), callOf(calls, 'server', 'receive')];
  return [
    {
      says: 'the server’s calls come in the order of the figure',
      measured: orderOf(calls, 'server'),
      holds: orderOf(calls, 'server') === 'socket bind listen accept receive send receive (end) close',
    },
    {
      says: 'so do the client’s, who prints the reply',
      measured: `${orderOf(calls, 'client')}; printed ${printed}`,
      holds: orderOf(calls, 'client') === 'socket connect send receive close' && printed === 'Hello, world*',
    },
    {
      says: 'accept waits for a client to connect',
      measured: `began ${micros(connect.began - accept.began)} before connect and ended ${micros(accept.ended - connect.began)} after its beginning`,
      holds: accept.began < connect.began && connect.began < accept.ended,
    },
    {
      says: 'receive waits for the other side to send',
      measured: `ended ${micros(received.ended - sent.began)} after the beginning of send`,
      holds: sent.began < received.ended,
    },
  ];
}

export const show: Show = {
  title: 'The connection-oriented pattern: each call of both sides, timed',
  rows: ['S16'],
  run: async ({ say }) => {
    const here = partHere();
    if (here?.part === 'server') serve();
    if (here?.part === 'client') ask(Number(here.told[0]));
    return here ? [] : demonstrate(say);
  },
};
