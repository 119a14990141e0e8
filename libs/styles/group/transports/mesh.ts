import { atMost, closeWithinMs } from './at-most';
import type { Transport } from './transport';

/** One way to one address. `send` resolves when the middleware has the frame; it rejects where it has not. */
export interface Way {
  send(frame: Buffer): Promise<void>;
  close(): Promise<void>;
}

export interface Listener {
  address: string;
  close(): Promise<void>;
}

interface Lane extends Way {
  /** Nothing is tried before: somebody who is not there is not dialled for each frame. */
  after: number;
  waiting: number;
}

/** Frames that may wait for one address; what comes beyond is lost, as on a network. */
const mostWaiting = 512;
const pauseMs = 100;

/** Everybody is connected to everybody: a frame for all is sent to each address by itself. */
export function meshOf(
  listener: Listener,
  dial: (address: string) => Way,
  connect: readonly string[],
  maxFrame: number,
): Transport {
  const lanes = new Map<string, Lane>();
  const names = new Map<string, string>();
  let lost = 0;
  let closing: Promise<void> | undefined;

  const lane = (address: string): void => {
    if (address === listener.address || lanes.has(address)) return;
    lanes.set(address, { ...dial(address), after: 0, waiting: 0 });
  };
  const drop = (address: string): void => {
    // Who was told of at the start is where everybody can be found again.
    if (connect.includes(address)) return;
    void lanes.get(address)?.close();
    lanes.delete(address);
  };
  for (const address of connect) lane(address);

  const over = async (one: Lane, frame: Buffer): Promise<void> => {
    if (one.waiting >= mostWaiting || performance.now() < one.after) return void (lost += 1);
    one.waiting += 1;
    await one.send(frame).catch(() => {
      lost += 1;
      one.after = performance.now() + pauseMs;
    });
    one.waiting -= 1;
  };

  const close = async (): Promise<void> => {
    await atMost(closeWithinMs, Promise.all([...lanes.values()].map((one) => one.close())));
    await listener.close();
  };

  return {
    address: listener.address,
    maxFrame,
    mesh: true,
    send: async (frame, name) => {
      if (closing) return;
      const to = name === undefined ? undefined : lanes.get(names.get(name) ?? '');
      await Promise.all((to ? [to] : [...lanes.values()]).map((one) => over(one, frame)));
    },
    meet: (name, where) => {
      const before = names.get(name);
      if (before === where || closing) return false;
      // One that has come again stands at another address: the one before is nobody's.
      if (before !== undefined) drop(before);
      names.set(name, where);
      lane(where);
      return true;
    },
    forget: (name) => {
      const address = names.get(name);
      names.delete(name);
      if (address !== undefined) drop(address);
    },
    known: () => [...names],
    lost: () => lost,
    close: () => (closing ??= close()),
  };
}
