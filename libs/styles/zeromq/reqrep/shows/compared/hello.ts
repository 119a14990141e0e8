import { classesOf, freePort, startJava, startRegistry } from '@parley/styles/objects/rmi/java';
import { openCast, until } from '@parley/staging';
import { answeredAt, deadlineMs, kill, longMs, toldOf, type Compared } from './compared';

const exceptionIn = (text: string): string => /java\.[\w.]*Exception/.exec(text)?.[0].split('.').at(-1) ?? '';

/** Java's own programs: the server is killed and started again, as it is written, then the client comes. */
async function ofTheDeck(): Promise<{ again: string; client: string; answered: boolean }> {
  const classes = await classesOf('hello');
  const port = await freePort();
  const registry = await startRegistry(classes, port);
  const serve = () => startJava(classes, 'example.hello.Server', [port]);
  const first = serve();
  await until(() => first.output().stderr.includes('Server ready'), longMs);
  await kill(first);
  const second = serve();
  const said = () => second.output().stderr;
  await until(() => said().includes('Server ready') || exceptionIn(said()) !== '', longMs);
  const client = startJava(classes, 'example.hello.Client', ['127.0.0.1', port]);
  const { code } = await client.exited;
  const { stdout, stderr } = client.output();
  await kill(second, registry);
  return { again: exceptionIn(said()), client: exceptionIn(stderr) || stdout.trim(), answered: code === 0 };
}

async function ofOurs(out: string) {
  const cast = openCast(out);
  try {
    const bind = 'ws://127.0.0.1:0';
    const { address } = await cast.start('rmi', 'registry', 'registry', { bind });
    const first = await cast.start('rmi', 'server', 'first', { bind, connect: address });
    const client = await cast.start('rmi', 'client', 'client', { connect: address, deadlineMs });
    await answeredAt(client);
    await first.kill();
    const [struck] = await client.send({ op: 'reserve', count: 1 });
    await cast.start('rmi', 'server', 'second', { bind, connect: address });
    return { struck: struck!, next: await answeredAt(client) };
  } finally {
    await cast.close();
  }
}

export async function boundAgain(out: string): Promise<Compared> {
  const [deck, { struck, next }] = await Promise.all([ofTheDeck(), ofOurs(out)]);
  return {
    program: 'RMI hello (Java)',
    fault: 'server killed, started again, client calls',
    deck: `server: ${deck.again || 'ready'}; client: ${deck.client}`,
    loses: deck.again !== '' && !deck.answered,
    ours: `${toldOf(struck)}; then attempt ${next ?? 'none'} answered`,
    bears: !struck.ok && next !== undefined,
    saves: deck.answered ? 'nothing' : 'unbinding the name, and starting server and client again, by hand',
  };
}
