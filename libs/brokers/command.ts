import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Fatal, Retryable } from '@parley/faults';
import { repoRoot } from '@parley/topology';

/** What infra/native notes of a broker that it has started. */
export interface Noted {
  addresses: Record<string, string | undefined>;
  processes: { pid: number }[];
}

const withinMs = 180_000;

/**
 * Runs `node infra/native/test-brokers.mjs` with these arguments and resolves with the first line that it prints; what it
 * has to say goes to stderr. With `stay` it goes on, and ends with this process. Rejects Fatal `no-broker` when it ends
 * without an answer, Retryable after 180 s.
 */
export function brokerCommand(args: string[], { stay = false } = {}): Promise<Noted> {
  const program = join(repoRoot(), 'infra/native/test-brokers.mjs');
  // In a session of its own: a Ctrl-C of the terminal is for us, and the broker ends after us.
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Retryable(`the broker did not answer within ${withinMs / 1000} s: ${args.join(' ')}`));
      child.kill();
    }, withinMs);
    const failed = (why: string) => new Fatal(`no broker (${args.join(' ')}): ${why}`, { reason: 'no-broker' });
    child.once('error', (error) => reject(failed(error.message)));
    child.once('close', (code) => {
      clearTimeout(late);
      reject(failed(`infra/native/test-brokers.mjs ended with ${code}`));
    });
    const lines = createInterface({ input: child.stdout });
    lines.once('line', (line) => {
      clearTimeout(late);
      lines.close();
      if (stay) {
        child.unref();
        for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref(): void }).unref();
      } else child.stdin.end();
      resolve(JSON.parse(line));
    });
  });
}
