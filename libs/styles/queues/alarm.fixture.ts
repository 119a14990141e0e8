import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const rabbitmqctl = '/usr/lib/rabbitmq/bin/rabbitmqctl';

const environmentOf = (pid: string): Record<string, string> => {
  try {
    const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    );
  } catch {
    return {};
  }
};

/** The environment of the RabbitMQ that listens there: its own tool finds it by the same. */
const environmentAt = (port: string): Record<string, string> => {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const environment = environmentOf(pid);
    if (environment.RABBITMQ_NODE_PORT === port) return environment;
  }
  throw new Error(`no RabbitMQ of ours listens at ${port}`);
};

/** The memory alarm of the broker at that address, to be raised and cleared: one that nobody else depends on. */
export const memoryAlarmAt = (address: string) => {
  const env = environmentAt(new URL(address).port);
  const limit = (...to: string[]) => run(rabbitmqctl, ['set_vm_memory_high_watermark', ...to], { env });
  return { raise: () => limit('0'), clear: () => limit('absolute', '1GB') };
};
