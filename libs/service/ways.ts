import type { GrpcService } from '@parley/middleware/grpc';

/** A way into or out of a service. */
export interface Way {
  /** As in the topology: a queue, a topic, `http`. */
  channel: string;
  /** Resolves when messages can flow. */
  start?(): Promise<void>;
  /** False while nothing can come in or go out here: the service is NOT_SERVING. Asked every second once it has started. */
  healthy?(): boolean;
  /** In: takes nothing new, resolves when all that was taken is done. Out: resolves when all that can be sent is sent. */
  drain?(): Promise<void>;
  /** Ends its connections; after every drain. */
  close?(): Promise<void>;
}

export interface Ways {
  grpc?: GrpcService[];
  in?: Way[];
  out?: Way[];
  /** Closed last of all, one after the other: connections and stores that several ways share. */
  close?: { close(): unknown }[];
}
