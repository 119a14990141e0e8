import { Client, credentials, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { v7 as uuid } from 'uuid';
import { span } from '@parley/tracing';
import { channelOptions, type Keepalive } from './channel';
import { loadService } from './definitions';
import { record } from './evidence';
import { unsent, fromServiceError, RpcError } from './errors';
import { clientSpan, requestMetadata, sendAll, type Method, type Target } from './outgoing';
import { watchedClient, type Watcher } from './marshalling';
import { currentScope } from './scope';
import { both, stream } from './client-stream';
import type { CallOptions, RetryPolicy, Unary } from './types';

export interface ClientOptions {
  /** Of every call that names none; milliseconds, default 5000. */
  deadlineMs?: number;
  keepalive?: Keepalive;
  /** gRPC's own repetition, which knows nothing of what may be repeated: only to show what comes of it. */
  retryPolicy?: RetryPolicy;
  /** Is told of every packing and unpacking. */
  watch?: Watcher;
}

/** Makes the native call; `settle` is called once, whatever happens. */
type Start = (
  target: Target,
  request: unknown,
  metadata: Metadata,
  deadline: number,
  settle: (error: ServiceError | null, response?: unknown) => void,
) => { cancel(): void };

const one: Start = ({ client, method }, request, metadata, deadline, settle) => {
  const { path, requestSerialize: write, responseDeserialize: read } = method;
  return client.makeUnaryRequest(path, write, read, request, metadata, { deadline }, settle);
};

const many: Start = ({ client, method }, requests, metadata, deadline, settle) => {
  const { path, requestSerialize: write, responseDeserialize: read } = method;
  const call = client.makeClientStreamRequest(path, write, read, metadata, { deadline }, (error, response) =>
    settle(error && failed ? Object.assign(error, { cause: failed }) : error, response),
  );
  let failed: unknown;
  sendAll(call, requests as AsyncIterable<unknown>).catch((error: unknown) => {
    failed = error;
    call.cancel();
  });
  return call;
};

const attempt = (
  start: Start,
  target: Target,
  request: unknown,
  id: string,
  deadline: number,
  signals: AbortSignal[],
  idempotent: boolean,
) =>
  new Promise<unknown>((resolve, reject) => {
    const { channel } = target;
    if (deadline <= Date.now()) return reject(unsent('DEADLINE_EXCEEDED', channel));
    if (signals.some(({ aborted }) => aborted)) return reject(unsent('CANCELLED', channel));
    record('sent', channel, id);
    const cancel = () => call.cancel();
    const settle = (error: ServiceError | null, response?: unknown) => {
      for (const signal of signals) signal.removeEventListener('abort', cancel);
      if (error)
        reject(fromServiceError(error, channel, { idempotent, cancelled: signals.some(({ aborted }) => aborted) }));
      else resolve(response);
    };
    const call = start(target, request, requestMetadata(id), deadline, settle);
    for (const signal of signals) signal.addEventListener('abort', cancel, { once: true });
  });

/** Repeats what is retryable, with growing pauses that never outlast the deadline. */
const repeating = (deadline: number, signals: AbortSignal[]) => {
  const pause = new DelegateBackoff<{ attempt: number }>(({ attempt: n }) =>
    Math.max(0, Math.min(25 * 2 ** n * (0.5 + Math.random() / 2), 500, deadline - Date.now())),
  );
  const worthIt = (error: Error) =>
    error instanceof RpcError && error.kind === 'retryable' && Date.now() < deadline && !signals.some((s) => s.aborted);
  return retry(handleWhen(worthIt), { maxAttempts: Infinity, backoff: pause });
};

const answered = (start: Start, target: Target, defaultMs: number) => {
  const { channel } = target;
  const spec = clientSpan(target);
  return async (
    request: unknown,
    { deadlineMs = defaultMs, signal, idempotent: repeatable = false }: CallOptions = {},
  ): Promise<unknown> => {
    // A stream of requests has been used up by the first attempt.
    const idempotent = repeatable && start === one;
    if (!(deadlineMs > 0 && Number.isFinite(deadlineMs)))
      throw new RangeError(`${channel}: deadlineMs is ${deadlineMs}`);
    const scope = currentScope();
    const deadline = Math.min(Date.now() + deadlineMs, scope?.deadline ?? Infinity);
    const signals = [signal, scope?.signal].filter((one) => one !== undefined);
    const id = uuid();
    return span(spec, async () => {
      record('submitted', channel, id);
      const once = () => attempt(start, target, request, id, deadline, signals, idempotent);
      const response = await (idempotent ? repeating(deadline, signals).execute(once) : once());
      record('returned', channel, id);
      return response;
    });
  };
};

/**
 * A client of one service at one address, with a connection of its own that is opened at the first call and comes back
 * by itself. Every unary call settles by its deadline: with the response, or with an RpcError that says by its `kind`
 * whether the call may have happened. Only calls marked `idempotent` are ever sent twice.
 * `address` is host:port; `close` ends the connection and fails what is in flight.
 */
export const grpcClient = <Def>(
  service: string,
  address: string,
  { deadlineMs = 5000, keepalive, retryPolicy, watch }: ClientOptions = {},
): Unary<Def> & { close(): void } => {
  const client = new Client(address, credentials.createInsecure(), {
    ...channelOptions(keepalive),
    ...(retryPolicy && { 'grpc.service_config': JSON.stringify({ methodConfig: [{ name: [{}], retryPolicy }] }) }),
  });
  const methods = Object.entries(loadService(service)).map(([name, method]: [string, Method]) => {
    const channel = `${service}/${name}`;
    const target = { client, method: watchedClient(channel, method, watch), channel, address };
    const { requestStream, responseStream } = method;
    if (responseStream) return [name, requestStream ? both(target) : stream(target)] as const;
    return [name, answered(requestStream ? many : one, target, deadlineMs)] as const;
  });
  return { ...Object.fromEntries(methods), close: () => client.close() } as Unary<Def> & { close(): void };
};
