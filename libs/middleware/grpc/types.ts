import type { MethodDefinition } from '@grpc/proto-loader';

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

/** The methods of a service as functions: a promise each, or an async iterable for a stream. */
export type Unary<Def> = {
  [M in keyof Methods<Def>]: Methods<Def>[M] extends MethodDefinition<infer Request, unknown, unknown, infer Output>
    ? M extends ServerStreaming
      ? (request: Request, options?: StreamOptions) => AsyncIterable<Output>
      : (request: Request, options?: CallOptions) => Promise<Output>
    : never;
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
  [M in keyof Methods<Def>]: Methods<Def>[M] extends MethodDefinition<unknown, infer Response, infer Input, unknown>
    ? M extends ServerStreaming
      ? (request: Input, call: CallInfo) => AsyncIterable<Response>
      : (request: Input, call: CallInfo) => Promise<Response>
    : never;
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
