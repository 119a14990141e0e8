import type { ObserverDefinition } from '@parley/contracts/generated/parley/observer/v1/Observer';
import { grpcClient } from '@parley/middleware/grpc';

export type ObserverClient = ReturnType<typeof openObserver>;

/** The way out to observer. */
export const openObserver = (address: string) => grpcClient<ObserverDefinition>('parley.observer.v1.Observer', address);
