import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * What the two processes of a pair of ranks say to each other beside MPI, a line each: `p …` is a line between a rank and
 * its process manager, `end n` says that n messages have been taken and no more will be. The messages go by MPI.
 */
export function speak(socket: Socket, take: { manager(line: string): void; end(taken: number): void }) {
  const lines = createInterface({ input: socket });
  lines.on('error', () => socket.destroy());
  lines.on('line', (line) => {
    if (line.startsWith('p ')) take.manager(line.slice(2));
    else if (/^end \d+$/.test(line)) take.end(Number(line.slice(4)));
    else if (line !== 'join') socket.destroy();
  });
  const say = (line: string) => void (socket.writable && socket.write(`${line}\n`));
  return {
    join: () => say('join'),
    manager: (line: string) => say(`p ${line}`),
    end: (taken: number) => say(`end ${taken}`),
  };
}
