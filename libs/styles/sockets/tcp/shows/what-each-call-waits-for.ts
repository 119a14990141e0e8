import { openCalls } from '@parley/middleware/socket';
import type { Finding, Show } from '@parley/roles';
import { ms, partHere, pause, startPart, table } from '@parley/staging';
import { calledOf, callOf, lines, recorder, tookOf } from '../../shown/recorded';

const name = 'what-each-call-waits-for';

/** Listens, and makes each further call only when it is told to. */
async function serve(): Promise<void> {
  const [calls, record, told] = [openCalls(), recorder('server'), lines()];
  const listening = calls.socket();
  calls.bind(listening, 0);
  calls.listen(listening, 1);
  process.stdout.write(`port ${calls.port(listening)}\n`);
  await told.next();
  const conversation = record('accept', () => calls.accept(listening));
  await told.next();
  const data = record('recv', () => calls.recv(conversation, 1024));
  record('send', () => calls.send(conversation, Buffer.concat([data, Buffer.from('*')])));
  process.stdin.destroy();
}

function ask(port: number): void {
  const [calls, record] = [openCalls(), recorder('client')];
  const socket = calls.socket();
  record('connect', () => calls.connect(socket, port));
  record('send', () => calls.send(socket, Buffer.from('Hello, world')));
  record('recv', () => calls.recv(socket, 1024));
}

/** Sends without end to one who never receives: in the end a call of send does not come back. */
function fill(port: number): void {
  const calls = openCalls();
  const socket = calls.socket();
  calls.connect(socket, port);
  for (let sent = 0; ; process.stdout.write(`sent ${sent}\n`)) sent += calls.send(socket, Buffer.alloc(16 * 1024));
}

/** How many bytes the two kernels took before send stood still: nothing new for half a second. */
async function roomBetween(): Promise<number> {
  const server = startPart('tcp', name, 'server');
  const filler = startPart('tcp', name, 'fill', (await server.line(/^port /)).slice(5));
  await filler.line(/^sent /);
  const sent = () => Number(filler.output().stdout.match(/\d+(?=\n$)/)?.[0] ?? 0);
  for (let before = -1; before !== sent(); await pause(500)) before = sent();
  for (const child of [filler, server]) child.kill('SIGKILL');
  await Promise.all([filler.exited, server.exited]);
  return sent();
}

async function demonstrate(say: (line: string) => void): Promise<Finding[]> {
  const server = startPart('tcp', name, 'server');
  const client = startPart('tcp', name, 'client', (await server.line(/^port /)).slice(5));
  await client.line(/^begins recv/);
  const hasAccepted = server.output().stdout.includes('accept');
  say(`client: connect and send have returned; the server has ${hasAccepted ? '' : 'not '}called accept`);
  server.write('accept');
  await server.line(/^called .*accept/);
  await pause(200);
  const hasReceived = /^called .*recv/m.test(client.output().stdout);
  say(`server: accept has returned at once; 200 ms later the client is ${hasReceived ? 'no longer' : 'still'} in recv`);
  server.write('recv, send');
  await Promise.all([client.exited, server.exited]);
  const calls = calledOf(server.output().stdout, client.output().stdout);
  const [connect, send, recv] = ['connect', 'send', 'recv'].map((call) => callOf(calls, 'client', call)) as [
    (typeof calls)[0],
    (typeof calls)[0],
    (typeof calls)[0],
  ];
  const [accept, answer] = [callOf(calls, 'server', 'accept'), callOf(calls, 'server', 'send')];
  const room = `${((await roomBetween()) / 1024).toFixed(0)} KiB`;
  say('');
  const rows = [
    ['connect', ms(tookOf(connect)), 'the kernel of the other host: a place in the queue of connections'],
    ['send', ms(tookOf(send)), `the kernel of this host: room. After ${room} that nobody receives, it stands still`],
    ['recv', ms(tookOf(recv)), 'the other process: its data'],
    ['accept', ms(tookOf(accept)), 'a connection in the queue; here there was one'],
  ];
  for (const line of table(['call', 'took', 'what it waits for'], rows)) say(line);
  const before = (later: bigint, earlier: bigint) => ms(Number(later - earlier) / 1e6);
  return [
    {
      says: 'connect returns before the server calls accept',
      measured: `${before(accept.began, connect.ended)} before`,
      holds: !hasAccepted && connect.ended < accept.began,
    },
    {
      says: 'send returns before anybody has accepted or received',
      measured: `${before(accept.began, send.ended)} before accept`,
      holds: !hasAccepted && send.ended < accept.began,
    },
    {
      says: 'recv returns only when the other process has sent',
      measured: `it took ${ms(tookOf(recv))} and ended ${before(recv.ended, answer.began)} after the server’s send began`,
      holds: !hasReceived && recv.ended > answer.began,
    },
    { says: 'send waits where the other side does not receive', measured: `after ${room}`, holds: parseInt(room) > 0 },
  ];
}

export const show: Show = {
  title: 'What each call of a TCP exchange waits for',
  rows: ['S3'],
  run: async ({ say }) => {
    const here = partHere();
    if (here?.part === 'server') await serve();
    if (here?.part === 'client') ask(Number(here.told[0]));
    if (here?.part === 'fill') fill(Number(here.told[0]));
    return here ? [] : demonstrate(say);
  },
};
