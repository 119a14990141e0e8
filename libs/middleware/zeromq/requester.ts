import { Dealer } from 'zeromq';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import type { ClientCurve } from './curve';
import type { Frame } from './patterns';
import { addressOf, assertCurve, assertFits, patternOptions, watch } from './sockets';
import { thrownFrom } from './wire';

export interface RequesterOptions {
  /** Addresses of repliers. A request goes to one of those that are connected, in turn. */
  connect: string[];
  /** Requests that may be under way at once; more wait for their turn, until their deadline. */
  maxOutstanding?: number;
  /** Requests that may wait for that; one more is refused at once, retryable. */
  maxWaiting?: number;
  curve?: ClientCurve;
}

export interface Requester {
  /**
   * Sends a request once and resolves with its reply. Rejects, by the deadline at the latest: with Retryable where it was
   * not sent (nobody there, or no room); with OutcomeUnknown where it was sent and the reply did not come, or the
   * connection was lost meanwhile; with Fatal `credentials` where the replier refuses our key; with what the replier's
   * handler threw. Never sends a request twice.
   */
  request(frames: Frame[], options: { deadlineMs: number }): Promise<Buffer[]>;
  stats(): { outstanding: number; waiting: number; late: number; reconnects: number; connected: number };
  /** Takes nothing more; resolves when every request has settled. */
  close(): Promise<void>;
}

interface Peer {
  dealer: Dealer;
  up: boolean;
  /** It told us that it does not want us; libzmq does not try again then. */
  refused: boolean;
  /** It was there and hung up before both knew each other. */
  hungUp: boolean;
  outstanding: Map<number, Call>;
  /** Messages read from it. */
  received: number;
}

interface Call {
  id: number;
  frames: Frame[];
  until: number;
  timer: NodeJS.Timeout;
  peer?: Peer;
  resolve(reply: Buffer[]): void;
  reject(error: Error): void;
}

/**
 * Opens the asking side of request and reply. A REQ socket whose reply was lost is of no more use (EFSM), so this is a
 * DEALER for each replier, and replies are matched to requests by number; on a lost connection the socket is thrown away.
 */
export function openRequester(options: RequesterOptions): Requester {
  const { connect, maxOutstanding = 1000, maxWaiting = 10_000, curve } = options;
  assertCurve();
  const addresses = connect.map(addressOf);
  const calls = new Map<number, Call>();
  const waiting = new Map<number, Call>();
  const counts = { late: 0, reconnects: 0 };
  const whenIdle: (() => void)[] = [];
  // More than can be under way, so that a refused send means a lost connection and nothing else.
  const room = { sendHighWaterMark: maxOutstanding * 2, receiveHighWaterMark: maxOutstanding * 2 };
  let last = 0;
  let turn = 0;
  let pumping = false;
  let closed = false;

  const settle = (call: Call): boolean => {
    clearTimeout(call.timer);
    call.peer?.outstanding.delete(call.id);
    const known = calls.delete(call.id);
    waiting.delete(call.id);
    if (calls.size === 0) for (const resolve of whenIdle.splice(0)) resolve();
    return known;
  };

  const give = (call: Call, error: Error) => {
    if (settle(call)) call.reject(error);
    void pump();
  };

  const refusal = () => new Fatal('the replier does not take our key', { reason: 'credentials' });

  const late = (call: Call) => {
    if (call.peer) return give(call, new OutcomeUnknown('sent, and no reply by the deadline'));
    if (peers.every(({ refused }) => refused)) return give(call, refusal());
    const why = peers.some(({ up }) => up)
      ? `full: ${maxOutstanding} requests are under way`
      : peers.some(({ hungUp }) => hungUp)
        ? 'it hangs up before the first word; is it what we take it for, and are the keys right?'
        : 'nobody is there';
    give(call, new Retryable(`not sent by the deadline: ${why}`, { detail: { connect: connect.join(' ') } }));
  };

  const free = (): Peer | undefined => {
    for (let tried = 0; tried < peers.length; tried++) {
      const peer = peers[turn++ % peers.length]!;
      if (peer.up && peer.outstanding.size < maxOutstanding) return peer;
    }
    return undefined;
  };

  // One send at a time on a socket: a second pending one would be refused with EBUSY.
  const pump = async () => {
    if (pumping) return;
    pumping = true;
    for (;;) {
      const [call] = waiting.values();
      const peer = call && free();
      if (!peer) break;
      const [number, left] = [Buffer.alloc(8), Buffer.alloc(4)];
      number.writeBigUInt64BE(BigInt(call.id));
      left.writeUInt32BE(Math.max(0, Math.round(call.until - performance.now())));
      call.peer = peer;
      peer.outstanding.set(call.id, call);
      try {
        await peer.dealer.send([number, left, ...call.frames]);
        waiting.delete(call.id);
      } catch {
        // libzmq did not take it, as the connection is gone: it is as if it had not been tried.
        call.peer = undefined;
        peer.outstanding.delete(call.id);
        if (peers.includes(peer)) reopen(peer);
      }
    }
    pumping = false;
  };

  /** Resolves when a turn of the event loop has brought nothing more from it: all that had come is read. */
  const unread = async (peer: Peer) => {
    for (let before = -1; before !== peer.received; await new Promise((resolve) => setImmediate(resolve)))
      before = peer.received;
  };

  const lose = (peer: Peer) => {
    for (const call of [...peer.outstanding.values()])
      give(call, new OutcomeUnknown('the connection was lost before the reply'));
  };

  const reopen = (peer: Peer) => {
    const index = peers.indexOf(peer);
    if (index < 0 || (closed && calls.size === 0)) return;
    counts.reconnects += 1;
    peer.up = false;
    peers[index] = open(addresses[index]!);
    // The end may be heard before the last replies are read, though they came first.
    void unread(peer).then(() => {
      lose(peer);
      // What had not left yet must not find a replier that comes later.
      peer.dealer.linger = 0;
      peer.dealer.close();
    });
  };

  const hear = (peer: Peer) => (event: string) => {
    if (event === 'handshake') {
      Object.assign(peer, { up: true, hungUp: false });
      void pump();
    }
    if (event === 'disconnect' && peer.up) reopen(peer);
    if (event === 'handshake:error:other') peer.hungUp = true;
    if (event === 'handshake:error:auth' || event === 'handshake:error:protocol') {
      peer.refused = true;
      if (peers.every(({ refused }) => refused)) for (const call of [...waiting.values()]) give(call, refusal());
    }
  };

  const receive = async (peer: Peer) => {
    for await (const [number, status, ...frames] of peer.dealer) {
      peer.received += 1;
      const call = number?.length === 8 ? calls.get(Number(number.readBigUInt64BE())) : undefined;
      if (!call || !status) {
        counts.late += 1;
        continue;
      }
      settle(call);
      if (status.length === 0) call.resolve(frames);
      else call.reject(thrownFrom(status));
      void pump();
    }
  };

  const open = (address: string): Peer => {
    const peer: Peer = {
      // Not `immediate`: a lost connection would take replies with it that had come and were not read yet.
      dealer: new Dealer({ ...patternOptions, ...room, sendTimeout: 0, ...curve }),
      up: false,
      refused: false,
      hungUp: false,
      outstanding: new Map(),
      received: 0,
    };
    void watch(peer.dealer, hear(peer));
    peer.dealer.connect(address);
    void receive(peer);
    return peer;
  };

  const peers: Peer[] = addresses.map(open);

  return {
    request: async (frames, { deadlineMs }) => {
      if (closed) throw new Fatal('this requester is closed', { reason: 'closed' });
      assertFits(frames);
      if (waiting.size >= maxWaiting)
        throw new Retryable(`full: ${maxWaiting} requests wait`, { detail: { reason: 'full' } });
      return new Promise((resolve, reject) => {
        for (const peer of [...peers]) if (peer.refused) reopen(peer);
        const id = ++last;
        const call: Call = {
          id,
          frames,
          until: performance.now() + deadlineMs,
          timer: setTimeout(() => late(call), deadlineMs),
          resolve,
          reject,
        };
        calls.set(id, call);
        waiting.set(id, call);
        void pump();
      });
    },
    stats: () => ({
      ...counts,
      outstanding: peers.reduce((sum, { outstanding }) => sum + outstanding.size, 0),
      waiting: waiting.size,
      connected: peers.filter(({ up }) => up).length,
    }),
    close: async () => {
      closed = true;
      if (calls.size > 0) await new Promise<void>((resolve) => whenIdle.push(resolve));
      for (const { dealer } of peers) dealer.close();
    },
  };
}
