import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Fatal, startProcess, type Child } from '@parley/faults';
import { repoRoot } from '@parley/topology';

/** Where RabbitMQ's own Java client is, fetched by Maven. */
const jars = () => join(repoRoot(), '.parley/rabbitmq-client/libs');

const programs = ['Send', 'Recv'] as const;

const missing = (what: string, cause?: unknown) => new Fatal(what, { reason: 'no-java', cause });

const compile = async (): Promise<string> => {
  if (!existsSync(jars()))
    throw missing('RabbitMQ’s Java client is missing: node infra/native/peers.mjs java fetches it');
  const files = programs.map((name) => join(repoRoot(), 'libs/styles/queues/queue/peers', `${name}.java`));
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const out = join(repoRoot(), '.parley/java', `queue-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(out)) return out;
  // Another process may be compiling the same at this moment: whoever is done first has made it.
  const own = `${out}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  const compiler = startProcess(['javac', '-cp', join(jars(), '*'), '-d', own, ...files]);
  const { code } = await compiler.exited.catch((error: unknown) => {
    throw missing('Java is missing: apt-get install openjdk-17-jdk-headless', error);
  });
  if (code !== 0) throw new Fatal(compiler.output().stderr, { reason: 'no-compile' });
  if (existsSync(out)) rmSync(own, { recursive: true });
  else renameSync(own, out);
  return out;
};

/** Runs one of the lecture's Java programs against the broker at that address. Rejects Fatal `no-java`, and says what to install. */
export const startJava = async (program: (typeof programs)[number], url: string): Promise<Child> => {
  const classes = await compile();
  const classPath = [classes, join(jars(), '*')].join(delimiter);
  return startProcess(['java', '-XX:+UseSerialGC', '-Xmx64m', '-cp', classPath, program, url]);
};
