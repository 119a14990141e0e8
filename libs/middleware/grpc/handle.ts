import type { EventEmitter } from 'node:events';
import type { handleUnaryCall, Metadata } from '@grpc/grpc-js';
import { v7 as uuid } from 'uuid';
import { Fatal } from '@parley/faults';
import { span, type SpanSpec } from '@parley/tracing';
import { record } from './evidence';
import { RpcError, toStatus } from './errors';
import { Undecodable } from './marshalling';
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

type Call = EventEmitter & { metadata: Metadata; getDeadline(): Date | number };

/** Is told of every request that is thrown away. */
export type Refused = (error: Fatal) => void;

/** Throws the error that a request which is none is answered with, after it was told. */
export const accepted = (request: unknown, refused: Refused): unknown => {
  if (!(request instanceof Undecodable)) return request;
  const { message, reason, cause } = request.error;
  refused(new Fatal(message, { reason, cause }));
  throw request.error;
};

const text = (metadata: Metadata): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata.getMap()).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

export const serverSpan = (channel: string): SpanSpec => {
  const [service = '', method = ''] = channel.split('/');
  const attributes = { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method };
  return { name: channel, kind: 'server', style: 'grpc', channel, attributes };
};

export const begin = (call: Call, spec: SpanSpec) => {
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

/**
 * Does a call's work in its span and its scope, and answers it: with the result, or with the status of what was thrown.
 * From then on `cancelled` is only grpc-js's way to say that the stream is closed.
 */
export const answer = <T>(
  { spec, scope }: ReturnType<typeof begin>,
  closed: () => void,
  work: () => Promise<T>,
  done: (result: T) => void,
  failed: (status: ReturnType<typeof toStatus>) => void,
): void => {
  span(spec, () => inScope(scope, work))
    .then(done, (error: unknown) => failed(toStatus(error)))
    .finally(() => {
      scope.answered = true;
      closed();
    });
};

/** A handler as grpc-js calls it: its own span, its deadline and cancellation inherited by the calls it makes. */
export const serveUnary = (
  channel: string,
  handler: AnyHandler,
  open: OpenCalls,
  refused: Refused,
): handleUnaryCall<unknown, unknown> => {
  const template = serverSpan(channel);
  return (call, callback) => {
    const begun = begin(call, template);
    const { id, info } = begun;
    const closed = open.opened();
    const work = async () => {
      const request = accepted(call.request, refused);
      record('delivered', channel, id);
      const response: unknown = await handler(request, info);
      record('processed', channel, id);
      return response;
    };
    answer(begun, closed, work, (response) => callback(null, response), callback);
  };
};
