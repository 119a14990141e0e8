import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js';
import { v7 as uuid } from 'uuid';
import { span } from '@parley/tracing';
import { fromServiceError } from './errors';
import { record } from './evidence';
import { clientSpan, requestMetadata, type Target } from './outgoing';
import { currentScope } from './scope';
import type { StreamOptions } from './types';

interface OpenStream {
  call: ClientReadableStream<unknown>;
  messages: AsyncIterator<unknown>;
  first: Promise<IteratorResult<unknown>>;
  /** Ends the span, which lasts as long as the stream. */
  end(error?: Error): void;
}

const open = (target: Target, request: unknown, id: string, deadline: number): Promise<OpenStream> =>
  new Promise((resolve) => {
    const { client, method, channel } = target;
    const { path, requestSerialize: write, responseDeserialize: read } = method;
    const options = Number.isFinite(deadline) ? { deadline } : {};
    const lasting = span(clientSpan(target), () => {
      record('submitted', channel, id);
      record('sent', channel, id);
      const call = client.makeServerStreamRequest(path, write, read, request, requestMetadata(id), options);
      const messages = call[Symbol.asyncIterator]();
      // Asked for at once: an error that came before anybody listened would end the process.
      const first = messages.next();
      first.catch(() => undefined);
      return new Promise<void>((done, failed) => {
        resolve({ call, messages, first, end: (error) => (error ? failed(error) : done()) });
      });
    });
    lasting.catch(() => undefined);
  });

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && 'details' in error;

/**
 * A server stream. It has no deadline of its own (keepalive notices a dead server) but that of the call being handled;
 * it is cancelled at the server when the reader leaves the loop. A reader that pauses makes the server wait.
 */
export const stream = (target: Target) =>
  async function* read(request: unknown, { signal }: StreamOptions = {}): AsyncGenerator<unknown> {
    const { channel } = target;
    const id = uuid();
    const scope = currentScope();
    const signals = [signal, scope?.signal].filter((one) => one !== undefined);
    const { call, messages, first, end } = await open(target, request, id, scope?.deadline ?? Infinity);
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
  };
