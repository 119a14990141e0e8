import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, type ServingStatusMap } from 'grpc-health-check';
import { serverOptions } from './channel';
import { descriptors, loadService } from './definitions';
import { rpcError } from './errors';
import { openCalls, serveUnary, type OpenCalls, type Refused } from './handle';
import { serveBoth, serveRequests, serveStream } from './handle-stream';
import { forgiving, type Watcher } from './marshalling';
import type { GrpcService } from './types';

export interface GrpcServer {
  port: number;
  /** What the health service answers, for the server and each of its services. */
  setServing(up: boolean): void;
  /** Takes no new call, ends streams with UNAVAILABLE, lets unary calls finish for `withinMs`, then cuts what is left. */
  drain(withinMs: number): Promise<void>;
}

const answering = (requestStream: boolean, responseStream: boolean) => {
  if (requestStream) return responseStream ? serveBoth : serveRequests;
  return responseStream ? serveStream : serveUnary;
};

const implementation = (
  { name, handlers }: GrpcService,
  open: OpenCalls,
  refused: Refused,
): UntypedServiceImplementation => {
  const methods = Object.entries(loadService<ServiceDefinition>(name)).map(([method, definition]) => {
    const handler = handlers[method];
    if (!handler) throw new Error(`${name}/${method} has no handler`);
    const serve = answering(definition.requestStream, definition.responseStream);
    return [method, serve(`${name}/${method}`, handler, open, refused)];
  });
  return Object.fromEntries(methods) as UntypedServiceImplementation;
};

const bound = (server: Server, address: string): Promise<number> =>
  new Promise((resolve, reject) =>
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );

const settledWithin = (promise: Promise<void>, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void promise.then(() => (clearTimeout(timer), resolve()));
  });

/** Pause for answers on their way out, once no call is open; milliseconds. Foreign streams (health, reflection) end here. */
const flushMs = 250;

/**
 * Serves `services`, health and reflection (v1 and v1alpha) on `address` (host:port, port 0: a free one). Resolves when
 * the port is open; rejects when it can't be. Not serving until told so, unless `serving`. `refused` is told of requests
 * that can't be decoded, which are answered INVALID_ARGUMENT `undecodable`; `watch` of every packing and unpacking.
 */
export const serveGrpc = async ({
  address,
  services,
  serving = false,
  maxConnectionAgeMs = 5 * 60_000,
  refused = () => undefined,
  watch,
}: {
  address: string;
  services: GrpcService[];
  serving?: boolean;
  maxConnectionAgeMs?: number;
  refused?: Refused;
  watch?: Watcher;
}): Promise<GrpcServer> => {
  const server = new Server(serverOptions(maxConnectionAgeMs));
  const open = openCalls();
  for (const service of services) {
    const definition = forgiving(service.name, loadService<ServiceDefinition>(service.name), watch);
    server.addService(definition, implementation(service, open, refused));
  }
  const names = services.map(({ name }) => name);
  const health = new HealthImplementation(
    Object.fromEntries(['', ...names].map((name) => [name, serving ? 'SERVING' : 'NOT_SERVING'])) as ServingStatusMap,
  );
  health.addToServer(server);
  new ReflectionService(descriptors(), { services: names }).addToServer(server);
  const port = await bound(server, address);
  const setServing = (up: boolean) => {
    for (const name of ['', ...names]) health.setStatus(name, up ? 'SERVING' : 'NOT_SERVING');
  };
  const drain = async (withinMs: number) => {
    setServing(false);
    const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
    open.endStreams(rpcError('UNAVAILABLE', 'the server is stopping', { reason: 'draining' }));
    const answered = open.idle().then(() => settledWithin(closed, flushMs));
    // tryShutdown waits for every stream and may never call back.
    await settledWithin(Promise.race([closed, answered]), withinMs);
    server.forceShutdown();
  };
  return { port, setServing, drain };
};
