import { Client, credentials, status } from '@grpc/grpc-js';
import { channelOptions } from './channel';

const asTheyAre = (bytes: Buffer): Buffer => bytes;

/**
 * A client that knows gRPC and none of our messages: `say` sends bytes as one request of `path`
 * (`/package.Service/Method`) and resolves to the name of the status that they were answered with, within 5 s.
 */
export const grpcStranger = (address: string, path: string) => {
  const client = new Client(address, credentials.createInsecure(), channelOptions());
  return {
    say: (bytes: Buffer) =>
      new Promise<string>((resolve) => {
        const deadline = Date.now() + 5000;
        client.makeUnaryRequest(path, asTheyAre, asTheyAre, bytes, { deadline }, (error) =>
          resolve(status[error?.code ?? status.OK] ?? 'UNKNOWN'),
        );
      }),
    close: () => client.close(),
  };
};
