import { Pull, Push } from 'zeromq';
import { openOutbox, type WhenFull } from './outbox';
import type { Ends, Frame } from './patterns';
import { addressOf, assertCurve, boundAll, patternOptions, watch } from './sockets';

export interface PusherOptions extends Ends {
  /** Messages that may wait for libzmq; beyond it `full` decides. */
  limit?: number;
  full?: WhenFull;
  /** Messages that libzmq queues for one puller. */
  highWaterMark?: number;
}

/**
 * Opens a PUSH socket: it deals to its pullers in turn, busy or not. `push` resolves when libzmq has queued the message
 * for a connected puller, and rejects with Retryable where there is none, or no room, by the deadline: `immediate`, as
 * otherwise a thousand messages would be taken for a puller that may never come.
 */
export async function openPusher(options: PusherOptions) {
  const { bind = [], connect = [], limit = 1000, full = 'block', highWaterMark = 1000 } = options;
  assertCurve();
  const socket = new Push({ ...patternOptions, immediate: true, sendHighWaterMark: highWaterMark });
  const addresses = await boundAll(socket, bind);
  let peers = 0;
  const watching = new Set<() => void>();
  void watch(socket, (event) => {
    if (event === 'handshake') peers += 1;
    if (event === 'disconnect') peers -= 1;
    for (const look of watching) look();
  });
  for (const address of connect) socket.connect(addressOf(address));
  const outbox = openOutbox(socket, { limit, full });
  let closing: Promise<void> | undefined;
  return {
    addresses,
    push: (frames: Frame[], deadline: { deadlineMs: number }): Promise<void> => outbox.send(frames, deadline),
    /** Resolves when so many pullers are connected. */
    connected: (count: number): Promise<void> =>
      new Promise((resolve) => {
        const look = () => peers >= count && watching.delete(look) && resolve();
        watching.add(look);
        look();
      }),
    /** Takes nothing more; what libzmq has is sent for two seconds yet. */
    close: (): Promise<void> => (closing ??= outbox.close().then(() => socket.close())),
  };
}

export interface PullerOptions extends Ends {
  /** Called with one message after the other. */
  handle(frames: Buffer[]): Promise<void>;
  highWaterMark?: number;
}

/** Opens a PULL socket: it takes from its pushers in turn, the next message when `handle` has settled. What `handle` throws is the caller's matter: it must not. */
export async function openPuller({ bind = [], connect = [], handle, highWaterMark = 1000 }: PullerOptions) {
  assertCurve();
  const socket = new Pull({ ...patternOptions, linger: 0, receiveHighWaterMark: highWaterMark });
  const addresses = await boundAll(socket, bind);
  for (const address of connect) socket.connect(addressOf(address));
  let inHand: Promise<void> = Promise.resolve();
  const take = async () => {
    for await (const frames of socket) {
      inHand = handle(frames);
      await inHand;
    }
  };
  const taking = take();
  return {
    addresses,
    close: async (): Promise<void> => {
      socket.close();
      await inHand;
      await taking;
    },
  };
}
