import { Client, credentials, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { dirname, join } from 'node:path';
import { protoPath } from 'grpc-health-check';
import { serveGrpc, type GrpcServer } from './index';
import { ordersName, ordersService } from './orders.fixture';

// Clients built from the public protocols alone, as any tool would be.
interface Foreign extends Client {
  Check(request: object, answer: (error: { code: number } | null, answer: { status: string }) => void): void;
  Watch(request: object): NodeJS.ReadableStream;
  ServerReflectionInfo(): NodeJS.ReadableStream & { write(message: object): boolean; end(): void };
}

const stub = (file: string, service: string, port: number): Foreign => {
  const loaded = loadPackageDefinition(loadSync(file, { longs: String, enums: String, oneofs: true }));
  const found = service.split('.').reduce<unknown>((scope, name) => (scope as Record<string, unknown>)[name], loaded);
  const Stub = found as ServiceClientConstructor;
  return new Stub(`127.0.0.1:${port}`, credentials.createInsecure()) as Client as Foreign;
};

let server: GrpcServer;
const clients: Client[] = [];
const open = (file: string, service: string) => {
  const client = stub(file, service, server.port);
  clients.push(client);
  return client;
};

beforeEach(async () => {
  server = await serveGrpc({ address: '127.0.0.1:0', services: [ordersService({})] });
});
afterEach(async () => {
  await server.drain(200);
  for (const client of clients.splice(0)) client.close();
});

test('health: not serving until told, for the server and its services; unknown ones are NOT_FOUND', async () => {
  const health = open(protoPath, 'grpc.health.v1.Health');
  const check = (service: string) =>
    new Promise((resolve) =>
      health.Check({ service }, (error: { code: number } | null, answer: { status: string }) =>
        resolve(error ? error.code : answer.status),
      ),
    );
  expect(await Promise.all(['', ordersName].map(check))).toEqual(['NOT_SERVING', 'NOT_SERVING']);
  server.setServing(true);
  expect(await Promise.all(['', ordersName, 'parley.nobody'].map(check))).toEqual(['SERVING', 'SERVING', 5]);
  server.setServing(false);
  expect(await check('')).toBe('NOT_SERVING');
});

test('health: a watcher hears of the drain, and does not hold it up', async () => {
  server.setServing(true);
  const health = open(protoPath, 'grpc.health.v1.Health');
  const watch = health.Watch({ service: '' });
  const heard: string[] = [];
  const ended = new Promise<void>((resolve) => watch.on('error', () => resolve()));
  await new Promise<void>((resolve) =>
    watch.on('data', ({ status }: { status: string }) => {
      heard.push(status);
      resolve();
    }),
  );
  const begun = Date.now();
  await server.drain(10_000);
  await ended;
  expect(heard).toEqual(['SERVING', 'NOT_SERVING']);
  expect(Date.now() - begun).toBeLessThan(2000);
});

test.each(['v1', 'v1alpha'])(
  'reflection %s lists the services and describes one with its messages',
  async (version) => {
    const folder = join(
      dirname(require.resolve('@grpc/reflection/package.json')),
      'build/proto/grpc/reflection',
      version,
    );
    const reflection = open(join(folder, 'reflection.proto'), `grpc.reflection.${version}.ServerReflection`);
    const call = reflection.ServerReflectionInfo();
    const ask = (message: object) =>
      new Promise<Record<string, never>>((resolve, reject) => {
        call.once('data', resolve);
        call.once('error', reject);
        call.write(message);
      });
    const listed = await ask({ listServices: '' });
    const { service } = listed.listServicesResponse as unknown as { service: { name: string }[] };
    expect(service.map(({ name }) => name)).toContain(ordersName);
    const described = await ask({ fileContainingSymbol: ordersName });
    const { fileDescriptorProto } = described.fileDescriptorResponse as unknown as { fileDescriptorProto: Buffer[] };
    const text = Buffer.concat(fileDescriptorProto).toString('latin1');
    for (const name of ['PlaceRequest', 'idempotency_key', 'WatchResponse']) expect(text).toContain(name);
    call.end();
  },
);
