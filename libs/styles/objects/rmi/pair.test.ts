import { killChildren, type Child } from '@parley/faults';
import { classesOf, freePort, startJava, startRegistry } from './java';

jest.setTimeout(60_000);
afterEach(killChildren);

/** A line of a Java peer: what it says, and when by the machine's clock, in ns. */
const next = async (child: Child, what: RegExp): Promise<{ at: bigint; text: string }> => {
  const line = await child.line(new RegExp(`^\\d+ (?:${what.source})`));
  const [at] = line.split(' ');
  return { at: BigInt(at!), text: line.slice(at!.length + 1) };
};

/** A registry, a receiver bound as `desk` and a sender, all Java: what is asked of our own objects is asked of these. */
const open = async (server: string[] = []) => {
  const classes = await classesOf('desk');
  const port = await freePort();
  await startRegistry(classes, port);
  const aServer = async (name: string) => {
    const child = startJava(classes, 'parley.desk.DeskServer', [port, name], server);
    await next(child, /ready/);
    const tell = async (what: string) => {
      child.write(what);
      return next(child, new RegExp(`now ${what}`));
    };
    return { ...child, tell };
  };
  const aClient = async (properties: string[] = []) => {
    const child = startJava(classes, 'parley.desk.DeskClient', [port], properties);
    await next(child, /ready/);
    const call = async (what: string) => {
      child.write(what);
      const { at, text } = await next(child, new RegExp(`returned ${what}:`));
      return { at, answer: text.slice(`returned ${what}: `.length) };
    };
    return { ...child, call };
  };
  return { desk: await aServer('desk'), aServer, client: await aClient(), aClient };
};

test('a notice is released when it is processed: the call is blocked until then', async () => {
  const { desk, client } = await open();
  expect((await client.call('desk notify 1')).answer).toBe('ok');
  await desk.tell('hold');
  const call = client.call('desk notify 2');
  await next(desk, /delivered 2/);
  await desk.tell('fetch');
  expect(client.output().stdout).not.toContain('returned desk notify 2');
  desk.write('prompt');
  const processed = await next(desk, /processed 2/);
  const returned = await call;
  expect(returned.answer).toBe('ok');
  expect(returned.at > processed.at).toBe(true);
  expect((await client.call('desk reserve 3')).answer).toBe('ok 100');
});

test('receiver down: an error; killed in the middle of a call: another one, and it was entered', async () => {
  const { desk, client, aServer } = await open();
  await desk.tell('fail');
  expect((await client.call('desk notify 1')).answer).toBe('error java.lang.IllegalStateException');
  await desk.tell('hold');
  const call = client.call('desk notify 2');
  await next(desk, /delivered 2/);
  desk.kill('SIGKILL');
  expect((await call).answer).toBe('error java.rmi.UnmarshalException');
  expect((await client.call('desk notify 3')).answer).toBe('error java.rmi.ConnectException');
  await aServer('desk');
  expect((await client.call('desk notify 4')).answer).toBe('ok');
  expect((await client.call('nobody notify 5')).answer).toBe('error java.rmi.NotBoundException');
});

test('receiver frozen: a call ends only where its JVM was given a limit, which it is not by itself', async () => {
  const { desk, client, aClient } = await open();
  const limited = await aClient(['-Dsun.rmi.transport.tcp.responseTimeout=500']);
  await desk.tell('hold');
  const waiting = client.call('desk notify 1');
  const limit = limited.call('desk notify 2');
  await Promise.all([1, 2].map(() => next(desk, /delivered/)));
  desk.kill('SIGSTOP');
  expect((await limit).answer).toBe('error java.rmi.UnmarshalException');
  expect(client.output().stdout).not.toContain('returned');
  desk.kill('SIGCONT');
  desk.write('prompt');
  expect((await waiting).answer).toBe('ok');
  // What was given up is executed all the same: the error says nothing of the outcome.
  expect(desk.output().stdout).toContain('delivered 2');
  while (!desk.output().stdout.includes('processed 2')) await new Promise((resolve) => setTimeout(resolve, 10));
});

test('a reference that was a result is passed on as an argument: the third calls the object, the one between being dead', async () => {
  const { desk, client, aServer } = await open();
  const third = await aServer('third');
  expect((await client.call('desk teller')).answer).toBe('ok told to the client');
  expect((await client.call('third use')).answer).toBe('ok told to third');
  await next(desk, /told third/);
  client.kill('SIGKILL');
  await client.exited;
  third.write('again');
  expect((await next(third, /answer/)).text).toBe('answer told to third');
});

test('a client that is killed: its lease runs out and the object learns that nobody holds it', async () => {
  const { desk, client } = await open(['-Djava.rmi.dgc.leaseValue=1000', '-Dsun.rmi.dgc.checkInterval=200']);
  expect((await client.call('desk teller')).answer).toBe('ok told to the client');
  await desk.tell('prompt');
  const killed = process.hrtime.bigint();
  client.kill('SIGKILL');
  const unreferenced = await next(desk, /unreferenced/);
  expect(unreferenced.at > killed).toBe(true);
});
