/* eslint-disable no-restricted-imports -- a health client that is not ours */
import { credentials, loadPackageDefinition, type ChannelCredentials, type ClientReadableStream } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';

interface HealthClient {
  Check(request: { service: string }, answer: (error: Error | null, response?: { status: string }) => void): void;
  Watch(request: { service: string }): ClientReadableStream<{ status: string }>;
  close(): void;
}
type HealthClientClass = new (address: string, channel: ChannelCredentials) => HealthClient;

/** Asks as any supervisor does; resolves with `SERVING`, `NOT_SERVING`, or the error's text. */
export function healthClient(port: number) {
  const packages = loadPackageDefinition(loadSync(protoPath, { enums: String }));
  const { Health } = (packages as unknown as { grpc: { health: { v1: { Health: HealthClientClass } } } }).grpc.health
    .v1;
  const client = new Health(`127.0.0.1:${port}`, credentials.createInsecure());
  return {
    check: (service = '') =>
      new Promise<string>((resolve) =>
        client.Check({ service }, (error, response) => resolve(response?.status ?? String(error))),
      ),
    /** Each status told, in order, as they come. */
    watch: (service = '') => {
      const told: string[] = [];
      const stream = client.Watch({ service });
      stream.on('data', ({ status }) => told.push(status));
      stream.on('error', () => undefined);
      return told;
    },
    close: () => client.close(),
  };
}
