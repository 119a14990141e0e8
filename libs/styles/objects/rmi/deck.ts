import type { DeckPlace, DeckProgram } from '@parley/roles';
import type { Child } from '@parley/faults';
import { classesOf, freePort, startJava, startRegistry } from './java';
import { style } from './style';

// What Java's objects say to each other is Java's own (JRMP with its serialization): the deck's program runs as it is.

const portOf = ([address = style.roles[0]!.address![0]!]: readonly string[]): number =>
  Number(address.split(':').at(-1));
const address = (port: number) => `tcp://127.0.0.1:${port}`;

const untilStopped = async ({ signal }: DeckPlace, child: Child): Promise<void> => {
  const stop = () => child.kill('SIGTERM');
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  await child.exited;
};

/** `rmiregistry`, with the classes of the example. */
const registry: DeckProgram = async (place) => {
  const port = portOf(place.bind) || (await freePort());
  const child = await startRegistry(await classesOf('hello'), port);
  place.ready([address(port)]);
  await untilStopped(place, child);
};

/** `java example.hello.Server`: exports the object, binds it as "Hello" and waits for calls. */
const server: DeckProgram = async (place) => {
  const port = portOf(place.connect);
  const child = startJava(await classesOf('hello'), 'example.hello.Server', [port]);
  const isUp = () => child.output().stderr.includes('Server ready');
  let ended = false;
  void child.exited.then(() => (ended = true));
  while (!isUp() && !ended && !place.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 20));
  if (ended) throw new Error(child.output().stderr);
  place.ready([address(port)]);
  place.say('Server ready');
  await untilStopped(place, child);
};

/** `java example.hello.Client`: looks "Hello" up, calls it, prints what it answers. */
const client: DeckProgram = async (place) => {
  const child = startJava(await classesOf('hello'), 'example.hello.Client', ['127.0.0.1', portOf(place.connect)]);
  place.ready([]);
  child.eachLine(place.say);
  await untilStopped(place, child);
  const { code } = await child.exited;
  if (code !== 0 && !place.signal.aborted) throw new Error(child.output().stderr);
};

export const deck = { registry, server, client };
