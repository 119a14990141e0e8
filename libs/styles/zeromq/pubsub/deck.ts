import { setTimeout as sleep } from 'node:timers/promises';
import { Publisher, Subscriber } from 'zeromq';
import { addressOf } from '@parley/middleware/zeromq';
import type { DeckPlace, DeckProgram } from '@parley/roles';
import { port } from './style';

/** A moment as C's and Python's `asctime` write it, in local time: `Mon Nov  2 09:03:01 2026`. */
export const asctime = (at: Date): string => {
  const [day, month, date, year] = at.toDateString().split(' ') as [string, string, string, string];
  return `${day} ${month} ${`${Number(date)}`.padStart(2)} ${at.toTimeString().slice(0, 8)} ${year}`;
};

/** The publisher: the time, every five seconds (or every so many as the argument says), to whoever listens. */
const publisher: DeckProgram = async ({ bind, ready, say, signal, args: [seconds = '5'] }: DeckPlace) => {
  const socket = new Publisher({ linger: 2000 });
  const [address = port] = bind;
  await socket.bind(addressOf(address));
  ready([socket.lastEndpoint ?? address]);
  while (!signal.aborted) {
    await sleep(Number(seconds) * 1000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    const message = `TIME ${asctime(new Date())}`;
    await socket.send(message);
    say(message);
  }
  socket.close();
};

/** The subscriber: five messages that begin with TIME. */
const subscriber: DeckProgram = async ({ connect, ready, say, signal }: DeckPlace) => {
  const socket = new Subscriber({ linger: 0 });
  signal.addEventListener('abort', () => socket.close());
  for (const address of connect.length > 0 ? connect : [port]) socket.connect(addressOf(address));
  socket.subscribe('TIME');
  ready([]);
  let left = 5;
  for await (const [time] of socket) {
    say(`${time}`);
    left -= 1;
    if (left === 0) break;
  }
  socket.close();
};

/** The deck's two programs. */
export const deck: Record<string, DeckProgram> = { publisher, subscriber };
