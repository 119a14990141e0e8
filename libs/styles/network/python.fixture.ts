import { join } from 'node:path';
import { killChildren, startProcess, type Child } from '@parley/faults';
import type { Application, Message } from '@parley/roles';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(killChildren);

/** One of our sides, closed after the test. */
export async function ours<Side extends { close(): Promise<void> }>(opening: Promise<Side>): Promise<Side> {
  const side = await opening;
  closing.push(side.close);
  return side;
}

/** Starts `STYLE/peers/PROGRAM` in Python, which has nothing of this code. */
export const python = (program: string, ...args: (string | number)[]): Child =>
  startProcess([process.env.PARLEY_PYTHON ?? 'python3', '-B', join(__dirname, program), ...args.map(String)], {
    env: { PYTHONPATH: join(__dirname, 'peers') },
  });

/** What every interoperability test opens a side with, beside its addresses. */
export const place = { name: 'ours', bind: [], connect: [], deadlineMs: 20_000, credentials: 'right' as const };

/** An application that keeps the notices; `has` waits for `count` of them. */
export function keeping(): { application: Application; has(count: number): Promise<Message[]> } {
  const got: Message[] = [];
  let look = (): void => undefined;
  const application: Application = {
    notify: async (message) => {
      got.push(message);
      look();
    },
    reserve: async (request) => request,
    refused: () => undefined,
  };
  const has = (count: number) =>
    new Promise<Message[]>((resolve) => {
      look = () => got.length >= count && resolve(got);
      look();
    });
  return { application, has };
}

/** What a peer prints of a message. */
export const printed = ({ id, seq, body }: Message): string => `${id} ${seq} ${body.toString('hex')}`;

const every = Buffer.from(Array.from({ length: 256 }, (_, n) => n)).toString('hex');
/** What a peer in Python has sent, printed as it would print it. */
export const sent = (seq: number): string => `py-${seq} ${seq} ${every}`;
