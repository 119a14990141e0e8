import type { GossipsubMessage } from '@libp2p/gossipsub';
import type { Connection, PeerId } from '@libp2p/interface';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { fromMultiaddr } from './address';
import { keepInTouch } from './keep-in-touch';
import { startNode } from './node';
import { unsentBytes, until } from './unsent';

/** Bytes of one message at most, ours to choose: a neighbour throws a connection away that brings more than 4 MiB at once. */
export const maxBytes = 2 * 1024 * 1024;

export interface Arrival {
  data: Buffer;
  /** The id of the peer that published and signed it. */
  author: string;
  /** The name of the neighbour that it came from last. */
  via: string;
}

/** One peer of a network without a broker: it publishes, subscribes, and forwards for others what it has subscribed to. */
export interface Peer {
  id: string;
  /** `tcp://host:port` each. */
  addresses: string[];
  /** From now on calls `take` for each message on the channel that others publish; also forwards them. */
  subscribe(channel: string, take: (arrival: Arrival) => void): void;
  /**
   * Resolves when the message has been handed to the operating system, signed, for at least one neighbour that has
   * subscribed to the channel. Rejects with Fatal `too-large` or `closed`; with Retryable where there was no such
   * neighbour, and with OutcomeUnknown where it did not leave the process, within the deadline.
   */
  publish(channel: string, data: Uint8Array): Promise<void>;
  /** The names of the neighbours that have subscribed to the channel. */
  neighbours(channel: string): string[];
  /** Takes no more, lets leave what was published, ends; within the deadline. Twice is once. */
  close(): Promise<void>;
}

export interface PeerOptions {
  /** Tells others who it is; names need not differ, ids do. */
  name: string;
  /** Addresses to listen at; port 0 takes a free one. */
  listen: string[];
  /** Addresses of peers that it stays in touch with, however often they go and come back. */
  know: string[];
  deadlineMs: number;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Starts a peer. Resolves when it listens and, where it knows others, is connected to one of them. Rejects with Fatal
 * `address` or `in-use` where it cannot listen, with Retryable where nobody that it knows answers within the deadline.
 */
export async function openPeer(options: PeerOptions): Promise<Peer> {
  const { know, deadlineMs } = options;
  const node = await startNode(options).catch((cause: unknown) => {
    throw cause instanceof Fatal ? cause : new Fatal(`cannot listen: ${reasonOf(cause)}`, { reason: 'in-use', cause });
  });
  const { pubsub } = node.services;
  const names = new Map<string, string>();
  node.addEventListener('peer:identify', ({ detail }) => {
    names.set(detail.peerId.toString(), detail.agentVersion ?? detail.peerId.toString());
  });
  const nameOf = (id: PeerId): string => names.get(id.toString()) ?? id.toString();
  const contacts = keepInTouch(node, know);
  const reachable = () => know.length === 0 || node.getConnections().length > 0;
  if (!(await until(reachable, performance.now() + deadlineMs))) {
    contacts.close();
    await node.stop();
    throw new Retryable(`none of the peers that are known answers: ${know.join(', ')}`);
  }

  const open = (peers: PeerId[]): Connection[] => peers.flatMap((peer) => node.getConnections(peer));
  let turn: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;

  const handOver = async (channel: string, data: Uint8Array, byMs: number): Promise<void> => {
    if (performance.now() >= byMs) throw new Retryable('its turn did not come within the deadline');
    if (!(await until(() => pubsub.getSubscribers(channel).length > 0, byMs)))
      throw new Retryable(`no neighbour takes ${channel}`);
    const { recipients } = await pubsub.publish(channel, data).catch((cause: unknown) => {
      throw new Retryable(`the network did not take it: ${reasonOf(cause)}`, { cause });
    });
    // A stream that has ended takes nothing, and publish says nothing of it.
    if (recipients.length === 0) throw new Retryable('no neighbour took it from here');
    const hasLeft = () => open(recipients).some((one) => unsentBytes(one) === 0);
    await until(() => hasLeft() || open(recipients).length === 0, byMs);
    if (!hasLeft()) throw new OutcomeUnknown('it may not have left the process');
  };

  const publish = (channel: string, data: Uint8Array): Promise<void> => {
    const byMs = performance.now() + deadlineMs;
    const copy = Uint8Array.from(data);
    // One after the other: so they leave in their order, and as fast as the network takes them.
    const handed = turn.then(() => handOver(channel, copy, byMs));
    turn = handed.catch(() => undefined);
    return handed;
  };

  const stop = async (): Promise<void> => {
    contacts.close();
    const byMs = performance.now() + deadlineMs;
    await Promise.race([turn, new Promise((resolve) => setTimeout(resolve, deadlineMs).unref())]);
    await until(() => node.getConnections().every((one) => unsentBytes(one) === 0), byMs);
    await node.stop();
  };

  return {
    id: node.peerId.toString(),
    addresses: node.getMultiaddrs().map((one) => fromMultiaddr(one.toString())),
    subscribe: (channel, take) => {
      pubsub.addEventListener('gossipsub:message', ({ detail }: CustomEvent<GossipsubMessage>) => {
        const { msg, propagationSource } = detail;
        if (closing || msg.topic !== channel || msg.type !== 'signed') return;
        const data = Buffer.from(msg.data.buffer, msg.data.byteOffset, msg.data.byteLength);
        take({ data, author: msg.from.toString(), via: nameOf(propagationSource) });
      });
      pubsub.subscribe(channel);
    },
    publish: (channel, data) => {
      if (closing) return Promise.reject(new Fatal('this peer is closed', { reason: 'closed' }));
      if (data.byteLength > maxBytes)
        return Promise.reject(
          new Fatal(`${data.byteLength} B; a message has ${maxBytes} B at most`, { reason: 'too-large' }),
        );
      return publish(channel, data);
    },
    neighbours: (channel) => pubsub.getSubscribers(channel).map(nameOf),
    close: () => (closing ??= stop()),
  };
}
