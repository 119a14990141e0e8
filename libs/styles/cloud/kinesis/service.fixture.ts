import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startProcess } from '@parley/faults';

const program = join(__dirname, 'peers', 'resharding.py');

const listening = async (server: http.Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const freePort = async (): Promise<number> => {
  const server = http.createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
};

/** One call of the service's own protocol, without a signature. */
const callAt = (origin: string) => async (operation: string, body: object) => {
  const scope = 'AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/kinesis/aws4_request';
  const response = await fetch(origin, {
    method: 'POST',
    headers: {
      authorization: `${scope}, SignedHeaders=host, Signature=0`,
      'x-amz-target': `Kinesis_20131202.${operation}`,
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
};

/** A service whose shards can be split and merged, and a way to it that fails at one operation so many times. */
export async function openService() {
  const port = await freePort();
  const child = startProcess([process.env.PARLEY_PYTHON ?? 'python3', program, '-H', '127.0.0.1', '-p', String(port)]);
  const failing = { operation: '', times: 0 };
  const server = http.createServer((request, response) => {
    if (failing.times > 0 && String(request.headers['x-amz-target']).endsWith(`.${failing.operation}`)) {
      failing.times -= 1;
      request.resume();
      response.writeHead(500).end('{}');
      return;
    }
    const { method, url: path, headers } = request;
    const passed = http.request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  return {
    /** What names here begin with: `test-`. */
    address: `kinesis://test:test@127.0.0.1:${await listening(server)}/test`,
    failing,
    call: callAt(`http://127.0.0.1:${port}`),
    close: async () => {
      server.closeAllConnections();
      server.close();
      child.kill('SIGKILL');
      await child.exited;
    },
  };
}
