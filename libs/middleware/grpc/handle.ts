import type {
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { v7 as uuid } from 'uuid';
import { span, type SpanSpec } from '@parley/tracing';
import { record } from './evidence';
import { RpcError, toStatus } from './errors';
import { inScope, type Scope } from './scope';
import type { AnyHandler, CallInfo } from './types';

/** The calls that are being handled: what a drain has to end or wait for. */
export interface OpenCalls {
  opened(end?: (reason: RpcError) => void): () => void;
  endStreams(reason: RpcError): void;
  /** Resolves when no call is open. */
  idle(): Promise<void>;
}

export const openCalls = (): OpenCalls => {
  const calls = new Set<{ end?: (reason: RpcError) => void }>();
  const waiting: (() => void)[] = [];
  return {
    opened: (end) => {
      const call = { end };
      calls.add(call);
      return () => {
        calls.delete(call);
        if (calls.size === 0) for (const resolve of waiting.splice(0)) resolve();
      };
    },
    endStreams: (reason) => {
      for (const { end } of calls) end?.(reason);
    },
    idle: () => new Promise((resolve) => (calls.size === 0 ? resolve() : waiting.push(resolve))),
  };
};

type Call = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>;

const text = (metadata: Metadata): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata.getMap()).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

const serverSpan = (channel: string): SpanSpec => {
  const [service = '', method = ''] = channel.split('/');
  const attributes = { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method };
  return { name: channel, kind: 'server', style: 'grpc', channel, attributes };
};

const begin = (call: Call, spec: SpanSpec) => {
  const metadata = text(call.metadata);
  const controller = new AbortController();
  const at = call.getDeadline();
  const deadline = at instanceof Date ? at.getTime() : at;
  const scope: Scope = { deadline, signal: controller.signal, answered: false };
  const info: CallInfo = {
    deadline,
    signal: controller.signal,
    metadata,
    remaining: () => Math.max(0, deadline - Date.now()),
  };
  call.on('cancelled', () => {
    // grpc-js says `cancelled` when the stream closes, after every call.
    if (scope.answered) return;
    const message = `${spec.channel}: the caller has gone, or the deadline has passed`;
    controller.abort(new RpcError('CANCELLED', message, { kind: 'unknown', remote: true }));
  });
  const parent = { traceparent: metadata.traceparent, tracestate: metadata.tracestate };
  return { id: metadata['parley-message-id'] ?? uuid(), controller, scope, info, spec: { ...spec, parent } };
};

/** A handler as grpc-js calls it: its own span, its deadline and cancellation inherited by the calls it makes. */
export const serveUnary = (
  channel: string,
  handler: AnyHandler,
  open: OpenCalls,
): handleUnaryCall<unknown, unknown> => {
  const template = serverSpan(channel);
  return (call, callback) => {
    const { id, scope, info, spec } = begin(call, template);
    const closed = open.opened();
    const work = async () => {
      record('delivered', channel, id);
      const response: unknown = await handler(call.request, info);
      record('processed', channel, id);
      return response;
    };
    span(spec, () => inScope(scope, work))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toStatus(error)),
      )
      .finally(() => {
        scope.answered = true;
        closed();
      });
  };
};

/** Sends what the handler yields, no faster than the reader takes it; stops when the reader leaves or the server drains. */
export const serveStream = (
  channel: string,
  handler: AnyHandler,
  open: OpenCalls,
): handleServerStreamingCall<unknown, unknown> => {
  const template = serverSpan(channel);
  return (call) => {
    const { id, controller, scope, info, spec } = begin(call, template);
    const closed = open.opened((reason) => controller.abort(reason));
    record('delivered', channel, id);
    span(spec, () =>
      inScope(scope, () => pump(call, handler(call.request, info) as AsyncIterable<unknown>, info.signal, channel, id)),
    )
      .then(
        () => {
          record('processed', channel, id);
          call.end();
        },
        (error: unknown) => call.emit('error', toStatus(error)),
      )
      .finally(() => {
        scope.answered = true;
        closed();
      });
  };
};

const stopped = Symbol('stopped');

const pump = async (
  call: ServerWritableStream<unknown, unknown>,
  values: AsyncIterable<unknown>,
  signal: AbortSignal,
  channel: string,
  id: string,
) => {
  let stop: (() => void) | undefined;
  const onAbort = () => stop?.();
  signal.addEventListener('abort', onAbort, { once: true });
  // Not Promise.race with one long promise: each round would leave a reaction on it, and a stream may live for weeks.
  const orStopped = <T>(promise: Promise<T>): Promise<T | typeof stopped> =>
    new Promise((resolve, reject) => {
      stop = () => resolve(stopped);
      if (signal.aborted) stop();
      promise.then(resolve, reject);
    });
  const drained = () => new Promise<void>((resolve) => call.once('drain', resolve));
  const iterator = values[Symbol.asyncIterator]();
  let count = 0;
  try {
    for (;;) {
      const next = await orStopped(iterator.next());
      if (next === stopped) throw signal.reason;
      if (next.done) return;
      record('sent', channel, `${id}#${++count}`);
      // grpc-js buffers without bound whatever `write` answers.
      if (!call.write(next.value) && (await orStopped(drained())) === stopped) throw signal.reason;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A generator that is waiting for its next value ends when it gets one: not waited for.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
};
