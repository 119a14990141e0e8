import net from 'node:net';
import type { Counters, Tap, Target } from './proxy-port';
import { randomOf } from './random';
import { openFlow } from './tcp-flow';
import { stageOf, type Stage } from './tcp-stages';
import type { Placed, Stream } from './toxics';

/** One connection through the proxy. */
export interface Link {
  cut(): void;
  /** What was held may go on. */
  flush(): void;
  /** The toxics are others now. */
  changed(how: 'added' | 'removed'): void;
}

interface LinkPlan {
  client: net.Socket;
  target: Target;
  tap: Tap;
  count: Counters;
  /** While true nothing passes. */
  held(): boolean;
  toxics(): Placed[];
  /** Decides the fate of this connection under that toxic. */
  seed: number;
  ended(link: Link): void;
}

/**
 * Resets a connection at once, or as soon as its end is in the kernel: libuv refuses a reset while an end is on its way
 * (EINVAL), and Node would then keep the socket open for good and never end by itself.
 */
export const reset = (socket: net.Socket): void => {
  const isEnding = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0;
  if (socket.connecting) socket.destroy();
  else if (isEnding) socket.once('finish', () => socket.resetAndDestroy());
  else socket.resetAndDestroy();
};

/** Connects a client to the target, both ways through the toxics. */
export function openLink({ client, target, tap, count, held, toxics, seed, ended }: LinkPlan): Link {
  const number = (count.accepted += 1);
  const server = net.connect({ ...target, noDelay: true, allowHalfOpen: true });
  client.setNoDelay(true);
  const placed = new Map<Placed, Stage | undefined>();

  const stop = () => {
    for (const stage of placed.values()) stage?.stop?.();
    up.stop();
    down.stop();
    ended(link);
  };
  const cut = () => {
    stop();
    reset(client);
    reset(server);
  };
  const close = () => {
    stop();
    client.destroySoon();
    server.destroySoon();
  };

  const flow = (stream: Stream, from: net.Socket, to: net.Socket) =>
    openFlow({
      from,
      to,
      stages: () => [...placed].flatMap(([toxic, stage]) => (stage && toxic.stream === stream ? [stage] : [])),
      passed: (bytes) => void (count[stream] += bytes),
      held,
      close,
      cut,
    });
  const up = flow('upstream', client, server);
  const down = flow('downstream', server, client);

  const take = (stream: Stream, bytes: Buffer | undefined) => {
    if (!bytes) return;
    if (![...placed.values()].some((stage) => stage?.cutsAt?.(stream, bytes)))
      return (stream === 'upstream' ? up : down).take(bytes);
    count.cut += 1;
    cut();
  };
  const place = () => {
    const now = toxics();
    for (const [toxic, stage] of placed) {
      if (now.includes(toxic)) continue;
      stage?.stop?.();
      placed.delete(toxic);
    }
    for (const toxic of now)
      if (!placed.has(toxic))
        placed.set(toxic, stageOf(toxic, { random: randomOf(seed, toxic.name, number), close, cut }));
  };
  const link: Link = {
    cut,
    flush: () => {
      up.flush();
      down.flush();
    },
    changed: (how) => {
      place();
      if (how === 'added') return;
      up.hurry();
      down.hurry();
    },
  };

  client.on('data', (chunk) => take('upstream', tap.toServer ? tap.toServer(chunk, link, cut) : chunk));
  server.on('data', (chunk) => take('downstream', tap.toClient ? tap.toClient(chunk, link, cut) : chunk));
  let closed = 0;
  for (const socket of [client, server]) socket.on('close', () => (closed += 1) === 2 && stop());
  place();
  return link;
}
