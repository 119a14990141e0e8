import { join } from 'node:path';
import { startProcess, type Child } from '@parley/faults';
import { killChildren } from '@parley/faults/testing';
import type { Message } from '@parley/marshalling';
import type { Ground, OpenGround, OpenReceiver, OpenSender, Place, SetUp } from '@parley/roles';

const closing: (() => Promise<unknown>)[] = [];

/** Closes what a test has opened, the last first, and kills what it has started. */
export const cleared = async (): Promise<void> => {
  killChildren();
  for (const close of closing.splice(0).reverse()) await close();
};

/** A notice as the peers in other languages send it and expect it. */
export const notice: Message = {
  id: 'p-1',
  sender: 'parley',
  seq: 1,
  type: 'notice',
  contentType: 'application/json',
  headers: { colour: 'żółty' },
  body: Buffer.from('{"sku":"85123A"}'),
};

/** A place on the broker, set up for a receiver called `receiver-1`, and both of our sides there. */
export async function openSides(style: {
  openGround: OpenGround;
  setUp: SetUp;
  openSender: OpenSender;
  openReceiver: OpenReceiver;
}) {
  const ground: Ground = await style.openGround();
  closing.push(ground.close);
  const connect = ground.connect!('any', 0);
  await style.setUp({ connect, receivers: ['receiver-1'] });
  const place: Place = { bind: [], connect, name: 'receiver-1', deadlineMs: 10_000, credentials: 'right' };
  return {
    address: new URL(connect[0]!),
    send: async (message: Message): Promise<void> => {
      const sender = await style.openSender(place);
      closing.push(sender.close);
      await sender.notify!(message);
    },
    /** Resolves with the first notice that comes, or rejects with what was refused. */
    receive: async (): Promise<() => Promise<Message>> => {
      let got: (message: Message) => void;
      let refused: (error: Error) => void;
      const first = new Promise<Message>((resolve, reject) => ([got, refused] = [resolve, reject]));
      const notify = async (message: Message) => got(message);
      const receiver = await style.openReceiver(place, {
        notify,
        reserve: async (one) => one,
        refused: (e) => refused(e),
      });
      closing.push(receiver.close);
      return () => first;
    },
  };
}

/** A peer in Python. */
export const python = (program: string, ...args: string[]): Child =>
  startProcess([process.env.PARLEY_PYTHON ?? '', join(__dirname, program), ...args]);
