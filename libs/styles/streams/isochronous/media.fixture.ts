import { join } from 'node:path';
import { startProcess, type Child } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import type { Application } from '@parley/roles';

/** The peer in Python, as a source or as a sink. */
export const media = (...args: (string | number)[]): Child =>
  startProcess([process.env.PARLEY_PYTHON ?? '', join(__dirname, 'peers/media.py'), ...args.map(String)]);

/** A unit as the peer's sink prints it. */
export interface Seen {
  part: number;
  mark: string;
  stream: number;
  number: number;
  stamp: number;
  id: string;
  body: string;
}

/** The sink's ports, and what it has seen when it has ended. */
export const sinking = async (child: Child) => ({
  ports: (await child.line(/^at /)).split(' ').slice(1).map(Number),
  seen: async (): Promise<Seen[]> => {
    await child.exited;
    const lines = child.output().stdout.split('\n');
    return lines.filter((line) => line.startsWith('got ')).map((line) => JSON.parse(line.slice(4)));
  },
});

/** A unit of our own. */
export const unitOf = (number: number): Message => ({
  id: `u-${number}`,
  sender: 'ours',
  seq: number,
  type: 'unit',
  contentType: 'audio/basic',
  headers: {},
  body: Buffer.from([number]),
});

/** An application that keeps what is played, and why something is not; `all` resolves when so many are played. */
export const listening = (count: number) => {
  const played: Message[] = [];
  const refused: string[] = [];
  let enough: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (enough = resolve));
  const application: Application = {
    notify: async (message) => {
      if (played.push(message) === count) enough();
    },
    reserve: async (one) => one,
    refused: ({ message }) => void refused.push(message),
  };
  return { application, played, refused, all };
};
