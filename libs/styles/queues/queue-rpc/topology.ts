import { randomUUID } from 'node:crypto';
import type { RabbitTopology } from '@parley/topology';
import { withDeadLetters } from '../declared';

export const requests = 'parley.rpc.requests';

export const topology: RabbitTopology = { exchanges: [], queues: withDeadLetters(requests) };

/** How long the broker keeps a client's queue when nobody reads it, in ms: longer than a broken connection, not for ever. */
const expiresMs = 60_000;

/** The same, and the queue of one client for its replies. */
export const withReplies = (client: string): { replyTo: string; topology: RabbitTopology } => {
  const replyTo = `parley.rpc.replies.${client}.${randomUUID()}`;
  const own = { name: replyTo, arguments: { 'x-expires': expiresMs }, bindings: [] };
  return { replyTo, topology: { exchanges: [], queues: [...topology.queues, own] } };
};
