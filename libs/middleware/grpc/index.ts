/** gRPC, hardened once: deadlines always, cancellation, status details, health, reflection, back-pressure, drain. */
export { checked } from './checked';
export { grpcClient } from './client';
export type { ClientOptions } from './client';
export { loadService } from './definitions';
export type { FieldViolation } from './details';
export { RpcError, rpcError } from './errors';
export type { AnswerCode, RpcCode, RpcErrorContext } from './errors';
export { detached } from './scope';
export { serveGrpc } from './server';
export type { GrpcServer } from './server';
export { grpcService } from './types';
export { grpcStranger } from './stranger';
export type {
  CallInfo,
  CallOptions,
  GrpcService,
  Handlers,
  Marshalling,
  RetryPolicy,
  StreamOptions,
  Unary,
} from './types';
