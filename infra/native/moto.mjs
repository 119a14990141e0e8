/** moto: stands in for SQS and Kinesis, in memory; a Python program in the environment of the peers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, signalProcess, startProcess, stopProcess, untilReady } from './processes.mjs';
import { root } from './paths.mjs';
import { python } from './python.mjs';

const program = join(root, 'infra/native/python/moto_server.py');

const answers = (port) =>
  fetch(`http://127.0.0.1:${port}/moto-api/data.json`, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );

/** Starts it in `base` and returns when it answers. What it stores ends with it. `ports`: {http}. */
export async function startMoto({ base, ports, onSpawn = () => {} }) {
  mkdirSync(base, { recursive: true });
  const args = [program, '-H', '127.0.0.1', '-p', String(ports.http)];
  const server = startProcess(python, args, { env: process.env, cwd: base, log: join(base, 'moto.log') });
  onSpawn([server]);
  const stop = ({ graceMs = 5000 } = {}) => stopProcess(server, { graceMs });
  await untilReady(server, () => answers(ports.http), { name: 'moto', withinMs: 60_000 }).catch(async (error) => {
    await stop({ graceMs: 1000 });
    throw error;
  });
  return {
    pid: server.pid,
    processes: [server],
    exited: server.exited,
    stop,
    kill: (signal) => signalProcess(server.pid, signal),
    isAlive: () => isAlive(server),
    // Any name and password are let in.
    addresses: { motoUrl: `http://parley:parley@127.0.0.1:${ports.http}` },
  };
}
