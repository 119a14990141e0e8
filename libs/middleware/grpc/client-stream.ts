import type { Readable, Writable } from 'node:stream';
import type { CallOptions as NativeOptions, Metadata, ServiceError } from '@grpc/grpc-js';
import { v7 as uuid } from 'uuid';
import { span } from '@parley/tracing';
import { fromServiceError } from './errors';
import { record } from './evidence';
import { clientSpan, requestMetadata, sendAll, type Target } from './outgoing';
import { currentScope } from './scope';
import type { StreamOptions } from './types';

type ReadableCall = Readable & { cancel(): void };
/** Makes the call; what is yet to be sent on it is sent by `sending`. */
type Start = (metadata: Metadata, options: NativeOptions) => { call: ReadableCall; sending?: Promise<void> };

interface OpenStream {
  call: ReadableCall;
  messages: AsyncIterator<unknown>;
  first: Promise<IteratorResult<unknown>>;
  /** What the requests threw, where they did. */
  broken: { by?: unknown };
  /** Ends the span, which lasts as long as the stream. */
  end(error?: Error): void;
}

const open = (target: Target, start: Start, id: string, deadline: number): Promise<OpenStream> =>
  new Promise((resolve) => {
    const { channel } = target;
    const options = Number.isFinite(deadline) ? { deadline } : {};
    const lasting = span(clientSpan(target), () => {
      record('submitted', channel, id);
      record('sent', channel, id);
      const broken: OpenStream['broken'] = {};
      const { call, sending } = start(requestMetadata(id), options);
      const messages = call[Symbol.asyncIterator]();
      // Asked for at once: an error that came before anybody listened would end the process.
      const first = messages.next();
      first.catch(() => undefined);
      sending?.catch((error: unknown) => {
        broken.by = error;
        call.cancel();
      });
      return new Promise<void>((done, failed) => {
        resolve({ call, messages, first, broken, end: (error) => (error ? failed(error) : done()) });
      });
    });
    lasting.catch(() => undefined);
  });

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && 'details' in error;

/** Reads a stream of answers until it ends, or the reader leaves, or a signal says so. */
async function* reading(target: Target, start: Start, { signal }: StreamOptions): AsyncGenerator<unknown> {
  const { channel } = target;
  const id = uuid();
  const scope = currentScope();
  const signals = [signal, scope?.signal].filter((one) => one !== undefined);
  const { call, messages, first, broken, end } = await open(target, start, id, scope?.deadline ?? Infinity);
  const cancel = () => call.cancel();
  for (const one of signals) one.addEventListener('abort', cancel, { once: true });
  if (signals.some((one) => one.aborted)) cancel();
  let count = 0;
  try {
    for (let next = await first; !next.done; next = await messages.next()) {
      record('delivered', channel, `${id}#${++count}`);
      yield next.value;
    }
    record('returned', channel, id);
  } catch (error) {
    if ('by' in broken) throw broken.by;
    if (!isServiceError(error)) throw error;
    const cancelled = signals.some((one) => one.aborted);
    const failure = fromServiceError(error, channel, { idempotent: false, cancelled });
    end(failure);
    throw failure;
  } finally {
    for (const one of signals) one.removeEventListener('abort', cancel);
    end();
    // Leaving early cancels the call, which then reports that as an error of its own.
    call.on('error', () => undefined);
    call.cancel();
  }
}

/**
 * A server stream. It has no deadline of its own (keepalive notices a dead server) but that of the call being handled;
 * it is cancelled at the server when the reader leaves the loop. A reader that pauses makes the server wait.
 */
export const stream =
  (target: Target) =>
  (request: unknown, options: StreamOptions = {}) => {
    const { client, method } = target;
    const { path, requestSerialize: write, responseDeserialize: read } = method;
    const start: Start = (metadata, native) => ({
      call: client.makeServerStreamRequest(path, write, read, request, metadata, native),
    });
    return reading(target, start, options);
  };

/**
 * A stream both ways, opened when the first answer is asked for. The requests are taken one after the other, no faster
 * than the server reads; their end is told to the server, which may still answer. What they throw ends the call.
 */
export const both =
  (target: Target) =>
  (requests: AsyncIterable<unknown>, options: StreamOptions = {}) => {
    const { client, method } = target;
    const { path, requestSerialize: write, responseDeserialize: read } = method;
    const start: Start = (metadata, native) => {
      const call = client.makeBidiStreamRequest(path, write, read, metadata, native);
      return { call, sending: sendAll(call as Writable, requests) };
    };
    return reading(target, start, options);
  };
