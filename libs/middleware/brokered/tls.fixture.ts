import { once } from 'node:events';
import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterwards } from './testing';

/** A certificate that nobody has signed, as openssl names whom it is for (`IP:127.0.0.1`), in files that the test leaves. */
export const certificateFor = (whom: string): { ca: string; cert: Buffer; key: Buffer } => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-tls-'));
  afterwards(async () => rmSync(folder, { recursive: true }));
  const [ca, key] = [join(folder, 'ca.pem'), join(folder, 'key.pem')];
  const make = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2'];
  const names = ['-subj', '/CN=test', '-addext', `subjectAltName=${whom}`];
  execFileSync('openssl', [...make, ...names, '-keyout', key, '-out', ca], { stdio: 'pipe' });
  return { ca, cert: readFileSync(ca), key: readFileSync(key) };
};

const listening = async (server: Server): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterwards(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
};

/** A server behind TLS that says nothing and keeps what it is told, for a name that is not its own. */
export const eavesdropper = async (): Promise<{ port: number; ca: string; heard(): string }> => {
  const { ca, cert, key } = certificateFor('IP:127.0.0.2');
  let heard = '';
  const server = createServer({ cert, key }, (socket: TLSSocket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
  });
  server.on('tlsClientError', () => undefined);
  return { port: await listening(server), ca, heard: () => heard };
};

/** A server that takes connections and never says anything. */
export const silent = async (): Promise<number> => listening(createPlain());
