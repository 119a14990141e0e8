import type { Readable, Writable } from 'node:stream';
import type { handleBidiStreamingCall, handleClientStreamingCall, handleServerStreamingCall } from '@grpc/grpc-js';
import { record } from './evidence';
import { accepted, answer, begin, serverSpan, type OpenCalls, type Refused } from './handle';
import { drained } from './outgoing';
import type { AnyHandler } from './types';

type Sink = Pick<Writable, 'write' | 'once'>;

/** Sends what the handler yields, no faster than the reader takes it; stops when the reader leaves or the server drains. */
export const serveStream = (
  channel: string,
  handler: AnyHandler,
  open: OpenCalls,
  refused: Refused,
): handleServerStreamingCall<unknown, unknown> => {
  const template = serverSpan(channel);
  return (call) => {
    const begun = begin(call, template);
    const { id, controller, info } = begun;
    const closed = open.opened((reason) => controller.abort(reason));
    const work = async () => {
      const request = accepted(call.request, refused);
      record('delivered', channel, id);
      await pump(call, handler(request, info) as AsyncIterable<unknown>, info.signal, channel, id);
    };
    const end = () => {
      record('processed', channel, id);
      call.end();
    };
    answer(begun, closed, work, end, (status) => call.emit('error', status));
  };
};

const stopped = Symbol('stopped');

const pump = async (call: Sink, values: AsyncIterable<unknown>, signal: AbortSignal, channel: string, id: string) => {
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
  const iterator = values[Symbol.asyncIterator]();
  let count = 0;
  try {
    for (;;) {
      const next = await orStopped(iterator.next());
      if (next === stopped) throw signal.reason;
      if (next.done) return;
      record('sent', channel, `${id}#${++count}`);
      // grpc-js buffers without bound whatever `write` answers.
      if (!call.write(next.value) && (await orStopped(drained(call))) === stopped) throw signal.reason;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A generator that is waiting for its next value ends when it gets one: not waited for.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
};

/**
 * The requests of a stream, read no faster than they are asked for. Ends as the caller ends it or as `stopping` says;
 * throws when the caller has gone, or at bytes that are no request. An end does not prove that they are all there:
 * Node's HTTP/2 client half-closes a call before it resets it, so a cancelled one ends first. Where that matters the
 * last request has to say that it is the last.
 */
async function* requestsOf(
  call: Readable,
  signal: AbortSignal,
  stopping: AbortSignal,
  refused: Refused,
): AsyncGenerator<unknown> {
  // A stream's own iterator destroys it when the loop is left, and the answer could no more be sent.
  const incoming = call.iterator({ destroyOnReturn: false });
  let settle: { resolve(end: IteratorResult<unknown>): void; reject(reason: unknown): void } | undefined;
  const onStop = () => settle?.resolve({ done: true, value: undefined });
  const onAbort = () => settle?.reject(signal.reason);
  stopping.addEventListener('abort', onStop, { once: true });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<unknown>>((resolve, reject) => {
        settle = { resolve, reject };
        if (signal.aborted) onAbort();
        else if (stopping.aborted) onStop();
        else (incoming.next() as Promise<IteratorResult<unknown>>).then(resolve, reject);
      });
      if (signal.aborted) throw signal.reason;
      if (next.done) return;
      yield accepted(next.value, refused);
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    stopping.removeEventListener('abort', onStop);
    signal.removeEventListener('abort', onAbort);
  }
}

/** A drain ends what comes in; what has come in is answered first, and then the caller is told why it was ended. */
const draining = (open: OpenCalls) => {
  const stopping = new AbortController();
  const closed = open.opened((reason) => stopping.abort(reason));
  return {
    stopping: stopping.signal,
    closed,
    ended: () => {
      if (stopping.signal.aborted) throw stopping.signal.reason;
    },
  };
};

/** A handler of a client stream: it reads at its own pace, and the caller waits for it. */
export const serveRequests = (
  channel: string,
  handler: AnyHandler,
  open: OpenCalls,
  refused: Refused,
): handleClientStreamingCall<unknown, unknown> => {
  const template = serverSpan(channel);
  return (call, callback) => {
    const begun = begin(call, template);
    const { id, info } = begun;
    const { stopping, closed, ended } = draining(open);
    const work = async () => {
      record('delivered', channel, id);
      const response = await handler(requestsOf(call, info.signal, stopping, refused), info);
      ended();
      record('processed', channel, id);
      return response;
    };
    answer(begun, closed, work, (response) => callback(null, response), callback);
  };
};

/** A handler of a stream both ways: reads and answers, each side at the pace of the other. */
export const serveBoth = (
  channel: string,
  handler: AnyHandler,
  open: OpenCalls,
  refused: Refused,
): handleBidiStreamingCall<unknown, unknown> => {
  const template = serverSpan(channel);
  return (call) => {
    const begun = begin(call, template);
    const { id, info } = begun;
    const { stopping, closed, ended } = draining(open);
    const work = async () => {
      record('delivered', channel, id);
      const answers = handler(requestsOf(call, info.signal, stopping, refused), info) as AsyncIterable<unknown>;
      await pump(call, answers, info.signal, channel, id);
      ended();
      record('processed', channel, id);
    };
    answer(
      begun,
      closed,
      work,
      () => call.end(),
      (status) => call.emit('error', status),
    );
  };
};
