import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Fatal, startProcess, type Child } from '@parley/faults';
import { repoRoot } from '@parley/topology';

const missing = (cause?: unknown) =>
  new Fatal('Java is missing: apt-get install openjdk-17-jdk-headless', { reason: 'no-java', cause });

const compiled = new Map<string, Promise<string>>();

const compile = async (program: string): Promise<string> => {
  const sources = join(repoRoot(), 'libs/styles/objects/rmi/peers', program);
  const files = readdirSync(sources).map((name) => join(sources, name));
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const out = join(repoRoot(), '.parley/java', `${program}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(out)) return out;
  // Another process may be compiling the same at this moment: whoever is done first has made it.
  const own = `${out}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  const compiler = startProcess(['javac', '-d', own, ...files]);
  const { code } = await compiler.exited.catch((error: unknown) => {
    throw missing(error);
  });
  if (code !== 0) throw new Fatal(compiler.output().stderr, { reason: 'no-compile' });
  if (existsSync(out)) rmSync(own, { recursive: true });
  else renameSync(own, out);
  return out;
};

/** Compiles peers/`program`; resolves to where its classes are. Rejects with Fatal `no-java` and what to install. */
export const classesOf = (program: 'hello' | 'desk'): Promise<string> => {
  const known = compiled.get(program) ?? compile(program);
  compiled.set(program, known);
  return known;
};

/** A port that nobody has: rmiregistry cannot say which one it took. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });

/** References that are given out name this address; without it they name the machine's. */
const loopback = '-Djava.rmi.server.hostname=127.0.0.1';

/** Starts Java's rmiregistry, which has to know the classes of what is bound; resolves when it answers. */
export const startRegistry = async (classes: string, port: number): Promise<Child> => {
  const registry = startProcess(['rmiregistry', `-J${loopback}`, '-J-cp', `-J${classes}`, String(port)]);
  let gone: unknown;
  registry.exited.then(
    () => (gone = missing()),
    (error: unknown) => (gone = missing(error)),
  );
  while (!(await answers(port))) {
    if (gone) throw new Fatal(`rmiregistry ended\n${registry.output().stderr}`, { reason: 'no-registry', cause: gone });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return registry;
};

/** Starts a Java program; `properties` are those of its JVM. */
export const startJava = (
  classes: string,
  main: string,
  args: (string | number)[] = [],
  properties: string[] = [],
): Child =>
  startProcess([
    'java',
    '-XX:+UseSerialGC',
    '-Xmx64m',
    loopback,
    ...properties,
    '-cp',
    classes,
    main,
    ...args.map(String),
  ]);
