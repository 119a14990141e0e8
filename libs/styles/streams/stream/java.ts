import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fatal, startProcess, type Child } from '@parley/faults';
import { repoRoot } from '@parley/topology';

/** Kafka's own jars, among them its Java client: there once a broker has been started by us. */
const jars = () => join(repoRoot(), '.parley/kafka/libs');

const compile = async (): Promise<string> => {
  if (!existsSync(jars())) throw new Fatal('Kafka’s jars are missing: npm start fetches them', { reason: 'no-jars' });
  const sources = join(repoRoot(), 'libs/styles/streams/stream/peers');
  const files = readdirSync(sources).map((name) => join(sources, name));
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const out = join(repoRoot(), '.parley/java', `kafka-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(out)) return out;
  // Another process may be compiling the same at this moment: whoever is done first has made it.
  const own = `${out}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  const compiler = startProcess(['javac', '-encoding', 'UTF-8', '-cp', join(jars(), '*'), '-d', own, ...files]);
  const { code } = await compiler.exited.catch((cause: unknown) => {
    throw new Fatal('Java is missing: apt-get install openjdk-17-jdk-headless', { reason: 'no-java', cause });
  });
  if (code !== 0) throw new Fatal(compiler.output().stderr, { reason: 'no-compile' });
  if (existsSync(out)) rmSync(own, { recursive: true });
  else renameSync(own, out);
  return out;
};

let compiled: Promise<string> | undefined;

/** Starts a program of peers/ in Java, with Kafka's own client. Rejects Fatal `no-java` or `no-jars`, with what to do. */
export const startJava = async (
  main: 'DeckProducer' | 'DeckConsumer' | 'Peer',
  args: (string | number)[],
  properties: string[] = [],
): Promise<Child> => {
  const classes = await (compiled ??= compile());
  const options = [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xmx96m',
    '-Dsun.stdout.encoding=UTF-8',
    ...properties.map((each) => `-D${each}`),
  ];
  const path = [classes, join(jars(), '*')].join(':');
  // Arguments, and what is printed, are text as the locale has it.
  const env = { LC_ALL: 'C.UTF-8' };
  return startProcess(['java', ...options, '-cp', path, main, ...args.map(String)], { env });
};
