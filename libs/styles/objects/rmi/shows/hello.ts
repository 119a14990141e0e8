import { killChildren, kindOf, type Child } from '@parley/faults';
import { openRegistry, openSpace, registryAt } from '@parley/middleware/objects';
import type { Finding, Show } from '@parley/roles';
import { partHere, startPart, table, until } from '@parley/staging';
import { classesOf, freePort, startJava, startRegistry } from '../java';

interface Hello {
  sayHello(): string;
}

const deadlineMs = 5000;
const reasonOf = (error: unknown): string =>
  error instanceof Error && 'reason' in error ? `${kindOf(error)}, ${error.reason}` : kindOf(error);

/** Our server, a process of its own: exports the object and binds it as "Hello". */
async function serve([registry]: string[], say: (line: string) => void): Promise<Finding[]> {
  const space = await openSpace({ bind: 'ws://127.0.0.1:0', deadlineMs });
  const hello: Hello = { sayHello: () => 'Hello, world!' };
  try {
    await registryAt(space, registry!).bind('Hello', space.export(hello, { pinned: true }));
    say('Server ready');
    await new Promise((resolve) => process.once('SIGTERM', resolve));
  } catch (error) {
    say(`refused: ${reasonOf(error)}`);
  }
  await space.close();
  return [];
}

/** Our client, a process of its own: looks "Hello" up and calls it. */
async function call([registry]: string[], say: (line: string) => void): Promise<Finding[]> {
  const space = await openSpace({ deadlineMs });
  try {
    const reference = await registryAt(space, registry!).lookup('Hello');
    say(`response: ${await space.remote<Hello>(reference).sayHello()}`);
  } catch (error) {
    say(`failed: ${reasonOf(error)}`);
  }
  await space.close();
  return [];
}

/** What the five steps of the example say, one after the other. */
interface Stations {
  before: string;
  response: string;
  again: string;
  killed: string;
}

const none = 'no exception';

const exception = ({ output }: Child): string =>
  /(?:java\.rmi|java\.net)\.[\w.]*Exception/.exec(output().stderr)?.[0] ?? none;

async function java(): Promise<Stations> {
  const classes = await classesOf('hello');
  const port = await freePort();
  const registry = await startRegistry(classes, port);
  const client = async (): Promise<string> => {
    const child = startJava(classes, 'example.hello.Client', ['127.0.0.1', port]);
    const { code } = await child.exited;
    return code === 0 ? child.output().stdout.trim() : exception(child);
  };
  const server = () => startJava(classes, 'example.hello.Server', [port]);
  const before = await client();
  const first = server();
  await until(() => first.output().stderr.includes('Server ready'));
  const response = await client();
  const second = server();
  // What it has exported keeps its JVM although its main has ended.
  await until(() => exception(second) !== none);
  second.kill('SIGKILL');
  first.kill('SIGKILL');
  await first.exited;
  const stations = { before, response, again: exception(second), killed: await client() };
  registry.kill('SIGKILL');
  return stations;
}

async function ours(): Promise<Stations> {
  const registry = await openRegistry({ bind: 'ws://127.0.0.1:0', deadlineMs });
  const part = (name: string) => startPart('rmi', 'hello', name, registry.addresses[0]!);
  const client = () => part('client').line(/^(response|failed): /);
  const before = await client();
  const first = part('server');
  await first.line(/^Server ready/);
  const response = await client();
  const again = await part('server').line(/^(Server ready|refused)/);
  first.kill('SIGKILL');
  await first.exited;
  const stations = { before, response, again, killed: await client() };
  await registry.close();
  return stations;
}

async function run(say: (line: string) => void): Promise<Finding[]> {
  const [theirs, own] = [await java(), await ours()];
  const rows: [string, keyof Stations][] = [
    ['client, nothing bound yet', 'before'],
    ['client, the server having bound', 'response'],
    ['a second server binds the name', 'again'],
    ['client, the server having been killed', 'killed'],
  ];
  for (const line of table(
    ['who', 'Java', 'ours'],
    rows.map(([who, which]) => [who, theirs[which], own[which]]),
  ))
    say(line);
  const found = (which: keyof Stations) => `Java: ${theirs[which]}; ours: ${own[which]}`;
  const hello = 'response: Hello, world!';
  return [
    {
      says: 'the client finds the object by its name and calls it as though it were here',
      measured: found('response'),
      holds: theirs.response === hello && own.response === hello,
    },
    {
      says: 'a name that is taken is not given to another object',
      measured: found('again'),
      holds: theirs.again.endsWith('AlreadyBoundException') && own.again === 'refused: fatal, already-bound',
    },
    {
      says: 'a name that nobody has bound is an error of the look-up',
      measured: found('before'),
      holds: theirs.before.endsWith('NotBoundException') && own.before === 'failed: retryable',
    },
    {
      says: 'the registry still knows the name of a server that was killed: the call fails, and it is known that nothing was called',
      measured: found('killed'),
      holds: theirs.killed.endsWith('ConnectException') && own.killed === 'failed: retryable',
    },
  ];
}

export const show: Show = {
  title: 'Hello by remote method invocation: Java’s registry, server and client beside ours',
  rows: ['S14', 'S55'],
  run: async ({ say }) => {
    const here = partHere();
    if (!here) return run(say).finally(killChildren);
    return here.part === 'server' ? serve(here.told, say) : call(here.told, say);
  },
};
