/** Methods that answer with a stream: the generated definitions do not say. `loadService` checks it against proto/. */
export const serverStreaming = ['Watch'] as const;
type ServerStreaming = (typeof serverStreaming)[number];

type Methods<Def> = { [M in keyof Def as string extends M ? never : number extends M ? never : M]: Def[M] };

export interface CallOptions {
  /** Milliseconds from now; never later than the deadline of the call that is being handled. Default: the client's. */
  deadlineMs?: number;
  /** Cancels the call, at the server too. */
  signal?: AbortSignal;
  /** The server answers a repetition as it answered the first: the call may be sent again within its deadline. */
  idempotent?: boolean;
}

export interface StreamOptions {
  signal?: AbortSignal;
}

// What a client gives and gets, and what a handler gets and gives: not the same types, as defaults are filled in.
type Given<M> = M extends { requestSerialize: (value: infer T) => Buffer } ? T : never;
type Gotten<M> = M extends { responseDeserialize: (bytes: Buffer) => infer T } ? T : never;
type Asked<M> = M extends { requestDeserialize: (bytes: Buffer) => infer T } ? T : never;
type Answered<M> = M extends { responseSerialize: (value: infer T) => Buffer } ? T : never;

/** The methods of a service as functions: a promise each, or an async iterable for a stream. */
export type Unary<Def> = {
  [M in keyof Methods<Def>]: M extends ServerStreaming
    ? (request: Given<Methods<Def>[M]>, options?: StreamOptions) => AsyncIterable<Gotten<Methods<Def>[M]>>
    : (request: Given<Methods<Def>[M]>, options?: CallOptions) => Promise<Gotten<Methods<Def>[M]>>;
};

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

export type Handlers<Def> = {
  [M in keyof Methods<Def>]: M extends ServerStreaming
    ? (request: Asked<Methods<Def>[M]>, call: CallInfo) => AsyncIterable<Answered<Methods<Def>[M]>>
    : (request: Asked<Methods<Def>[M]>, call: CallInfo) => Promise<Answered<Methods<Def>[M]>>;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- typed by Handlers<Def> where the service is made
export type AnyHandler = (request: any, call: CallInfo) => Promise<unknown> | AsyncIterable<unknown>;

export interface GrpcService {
  name: string;
  handlers: Record<string, AnyHandler>;
}

/** A service to be served: `grpcService<OrdersDefinition>('parley.orders.v1.Orders', { Place: … })`. */
export const grpcService = <Def>(name: string, handlers: Handlers<Def>): GrpcService => ({
  name,
  handlers: handlers as GrpcService['handlers'],
});
