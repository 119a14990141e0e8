import type { Writable } from 'node:stream';
import { Metadata, type Client } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { inject, type SpanSpec } from '@parley/tracing';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- typed by Unary<Def> where the client is made
export type Method = MethodDefinition<any, any>;

export interface Target {
  client: Client;
  method: Method;
  /** `package.Service/Method` */
  channel: string;
  address: string;
}

export const clientSpan = ({ channel, address }: Target): SpanSpec => {
  const [service = '', method = ''] = channel.split('/');
  const attributes = { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method, 'server.address': address };
  return { name: channel, kind: 'client', style: 'grpc', channel, peer: address, attributes };
};

/** The request's metadata: its id, the same in every attempt, and the trace context. */
export const requestMetadata = (id: string): Metadata => {
  const metadata = new Metadata();
  metadata.set('parley-message-id', id);
  const { traceparent, tracestate } = inject();
  if (traceparent) metadata.set('traceparent', traceparent);
  if (tracestate) metadata.set('tracestate', tracestate);
  return metadata;
};

/**
 * Resolves when a stream takes more, not before the next turn of the event loop: a stream that is written to in every
 * `drain` would else fill its whole window, thousands of small messages, before this process hears anything again.
 */
export const drained = (call: Pick<Writable, 'once'>): Promise<void> =>
  new Promise((resolve) => call.once('drain', () => setImmediate(resolve)));

const ended = Symbol('ended');

/**
 * Writes all requests to a stream, each when the one before has been taken (grpc-js buffers without bound whatever
 * `write` answers), and ends it. Stops quietly when the call is over before; rejects with what the requests throw.
 */
export const sendAll = async (call: Writable, requests: AsyncIterable<unknown>): Promise<void> => {
  let over: () => void = () => undefined;
  let isOver = false;
  for (const event of ['error', 'close', 'status'])
    call.on(event, () => {
      isOver = true;
      over();
    });
  const orOver = <T>(promise: Promise<T>): Promise<T | typeof ended> =>
    new Promise((resolve, reject) => {
      over = () => resolve(ended);
      if (isOver) over();
      promise.then(resolve, reject);
    });
  const iterator = requests[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orOver(iterator.next());
      if (next === ended) return;
      if (next.done) return void call.end();
      if (!call.write(next.value) && (await orOver(drained(call))) === ended) return;
    }
  } finally {
    // One that is waiting for its next request ends when it gets one: not waited for.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
};
