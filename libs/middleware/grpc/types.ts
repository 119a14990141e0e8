/**
 * Methods with a stream, by the side that streams: the generated definitions do not say. `loadService` checks it against
 * proto/.
 */
export const streaming = { server: ['Watch', 'Feed'], client: ['Upload'], both: ['Converse'] } as const;
type ServerStreaming = (typeof streaming.server)[number];
type ClientStreaming = (typeof streaming.client)[number];
type BothStreaming = (typeof streaming.both)[number];

type Methods<Def> = { [M in keyof Def as string extends M ? never : number extends M ? never : M]: Def[M] };

export interface CallOptions {
  /** Milliseconds from now; never later than the deadline of the call that is being handled. Default: the client's. */
  deadlineMs?: number;
  /** Cancels the call, at the server too. */
  signal?: AbortSignal;
  /** The server answers a repetition as it answered the first: the call may be sent again within its deadline. */
  idempotent?: boolean;
}

/** As in gRPC's service config. */
export interface RetryPolicy {
  maxAttempts: number;
  initialBackoff: string;
  maxBackoff: string;
  backoffMultiplier: number;
  retryableStatusCodes: string[];
}

export interface StreamOptions {
  signal?: AbortSignal;
}

// What a client gives and gets, and what a handler gets and gives: not the same types, as defaults are filled in.
type Given<M> = M extends { requestSerialize: (value: infer T) => Buffer } ? T : never;
type Gotten<M> = M extends { responseDeserialize: (bytes: Buffer) => infer T } ? T : never;
type Asked<M> = M extends { requestDeserialize: (bytes: Buffer) => infer T } ? T : never;
type Answered<M> = M extends { responseSerialize: (value: infer T) => Buffer } ? T : never;

type ClientMethod<M, Name> = Name extends ServerStreaming
  ? (request: Given<M>, options?: StreamOptions) => AsyncIterable<Gotten<M>>
  : Name extends ClientStreaming
    ? (requests: AsyncIterable<Given<M>>, options?: CallOptions) => Promise<Gotten<M>>
    : Name extends BothStreaming
      ? (requests: AsyncIterable<Given<M>>, options?: StreamOptions) => AsyncIterable<Gotten<M>>
      : (request: Given<M>, options?: CallOptions) => Promise<Gotten<M>>;

/** The methods of a service as functions: a message or an async iterable in, a promise or an async iterable out. */
export type Unary<Def> = { [M in keyof Methods<Def>]: ClientMethod<Methods<Def>[M], M> };

/** What a handler knows of its call beside the request. */
export interface CallInfo {
  /** Milliseconds since the epoch; Infinity when a foreign client set none. */
  deadline: number;
  /** Aborted when the caller cancels or is gone, when the deadline passes, and for streams when the server drains. */
  signal: AbortSignal;
  /** Text metadata of the request, names in lower case. */
  metadata: Record<string, string>;
  /** Milliseconds until the deadline, at least 0. */
  remaining(): number;
}

type ServerMethod<M, Name> = Name extends ServerStreaming
  ? (request: Asked<M>, call: CallInfo) => AsyncIterable<Answered<M>>
  : Name extends ClientStreaming
    ? (requests: AsyncIterable<Asked<M>>, call: CallInfo) => Promise<Answered<M>>
    : Name extends BothStreaming
      ? (requests: AsyncIterable<Asked<M>>, call: CallInfo) => AsyncIterable<Answered<M>>
      : (request: Asked<M>, call: CallInfo) => Promise<Answered<M>>;

export type Handlers<Def> = { [M in keyof Methods<Def>]: ServerMethod<Methods<Def>[M], M> };

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- typed by Handlers<Def> where the service is made
export type AnyHandler = (request: any, call: CallInfo) => Promise<unknown> | AsyncIterable<unknown>;

/**
 * One moment of one message on its way between value and bytes. `at`: monotonic nanoseconds, one clock for all processes
 * of a host. Requests are packed by the client and unpacked by the server, responses the other way round.
 */
export interface Marshalling {
  step: 'packing' | 'packed' | 'unpacking' | 'unpacked';
  channel: string;
  bytes: number;
  at: bigint;
}

export interface GrpcService {
  name: string;
  handlers: Record<string, AnyHandler>;
}

/** A service to be served: `grpcService<OrdersDefinition>('parley.orders.v1.Orders', { Place: … })`. */
export const grpcService = <Def>(name: string, handlers: Handlers<Def>): GrpcService => ({
  name,
  handlers: handlers as GrpcService['handlers'],
});
