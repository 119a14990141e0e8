import { connectRpyc, serveRpyc } from '@parley/middleware/rpyc';
import { openSpace, type Reference } from '@parley/middleware/objects';
import { keyHeader } from '@parley/styles/rpc/once';
import { openReceiver as openRpcServer } from '@parley/styles/rpc/rpc/receiver';
import { openSender as openRpcClient } from '@parley/styles/rpc/rpc/sender';
import { openReceiver as openReplier } from '@parley/styles/zeromq/reqrep/receiver';
import { openSender as openRequester } from '@parley/styles/zeromq/reqrep/sender';
import type { Message } from '@parley/roles';
import { until } from '@parley/staging';
import { bare, idle, message, place, type Added } from './added';

const bind = ['tcp://127.0.0.1:0'];

/** A caller that got no answer asks again, though the first call was executed. */
export async function repetition(): Promise<Added> {
  const executed = { bare: 0, rpc: 0 };
  const { connect, server } = await bare((socket) =>
    socket.on('data', (bytes) => (executed.bare += bytes.toString().split('\n').length - 1)),
  );
  const client = connect();
  client.write('85123A?\n');
  client.write('85123A?\n');
  await until(() => executed.bare >= 2);
  client.destroy();
  server.close();
  const reserve = async (request: Message) => {
    executed.rpc += 1;
    return { ...request, body: Buffer.from(`${executed.rpc}`) };
  };
  const receiver = await openRpcServer(place({ bind }), { ...idle, reserve });
  const sender = await openRpcClient(place({ connect: receiver.addresses }));
  const call = { ...message(1), headers: { [keyHeader]: 'order 1' } };
  const answers = [await sender.reserve!(call), await sender.reserve!(call)].map(({ body }) => `${body}`);
  await sender.close();
  await receiver.close();
  return {
    point: 'a call that is repeated is executed once',
    socket: `sent twice, executed ${executed.bare} times`,
    lacks: executed.bare === 2,
    style: 'rpc',
    seen: `called twice with one key, executed ${executed.rpc} time, answers ${answers.join(' ')}`,
    has: executed.rpc === 1 && answers.join() === '1,1',
  };
}

interface Listeners {
  exposed_tell(listener: (text: string) => unknown): Promise<void>;
}
interface Heard {
  hear(text: string): void;
}
interface Teller {
  tell(listener: Reference): Promise<void>;
}

/** What is handed over is not bytes: a function, an object. */
export async function references(): Promise<Added[]> {
  const { connect, server } = await bare(() => undefined);
  const client = connect();
  const heard: Record<'bare' | 'proxy' | 'rmi', string[]> = { bare: [], proxy: [], rmi: [] };
  let refused = 'taken';
  try {
    client.write(((text: string) => heard.bare.push(text)) as never);
  } catch (error) {
    refused = (error as NodeJS.ErrnoException).code ?? 'refused';
  }
  client.destroy();
  server.close();

  const service = () => ({
    exposed_tell: async (listener: (text: string) => unknown) => void (await listener('news')),
  });
  const serving = await serveRpyc({ host: '127.0.0.1', port: 0, service });
  const connection = await connectRpyc({ host: '127.0.0.1', port: serving.port, deadlineMs: 5000 });
  await (await connection.root<Listeners>()).exposed_tell((text) => void heard.proxy.push(text));
  await connection.close();
  await serving.close();

  const [there, here] = [
    await openSpace({ bind: 'ws://127.0.0.1:0', deadlineMs: 5000 }),
    await openSpace({ bind: 'ws://127.0.0.1:0', deadlineMs: 5000 }),
  ];
  const teller = { tell: ((listener: Reference) => there.remote<Heard>(listener).hear('news')) as never };
  const listener: Heard & object = { hear: (text) => void heard.rmi.push(text) };
  const known = there.export(teller, { pinned: true });
  await here.remote<Teller>(known).tell(here.export(listener, { pinned: true }) as never);
  await here.close();
  await there.close();
  const point = 'something of the caller’s that the other side can call';
  const socket = `a function: ${refused}`;
  const lacks = refused === 'ERR_INVALID_ARG_TYPE' && heard.bare.length === 0;
  return (['proxy', 'rmi'] as const).map((style) => {
    const seen = `${style === 'rmi' ? 'an object' : 'a function'}: called with ${heard[style].join(', ')}`;
    return { point, socket, lacks, style, seen, has: heard[style].join() === 'news' };
  });
}

/** Two servers know the answer. */
export async function severalServers(): Promise<Added> {
  const got = { bare: [0, 0], reqrep: [0, 0] };
  const count = (who: 'bare' | 'reqrep', which: number) => (got[who][which]! += 1);
  const servers = [];
  for (const which of [0, 1])
    servers.push(await bare((socket) => socket.on('data', () => (count('bare', which), socket.write('*')))));
  const client = servers[0]!.connect().resume();
  for (let asked = 1; asked <= 4; asked++) {
    client.write('85123A?');
    await until(() => client.bytesRead >= asked);
  }
  client.destroy();
  for (const { server } of servers) server.close();

  const repliers = await Promise.all(
    [0, 1].map((which) =>
      openReplier(place({ bind }), { ...idle, reserve: async (one) => (count('reqrep', which), one) }),
    ),
  );
  const sender = await openRequester(place({ connect: repliers.flatMap(({ addresses }) => addresses) }));
  // Connecting takes a while: who is not connected yet is not asked.
  await until(async () => {
    await sender.reserve!(message(1)).catch(() => undefined);
    return got.reqrep.every((asked) => asked > 0);
  });
  const before = [...got.reqrep];
  for (let asked = 1; asked <= 4; asked++) await sender.reserve!(message(asked));
  const shared = got.reqrep.map((asked, which) => asked - before[which]!);
  await sender.close();
  await Promise.all(repliers.map((one) => one.close()));
  return {
    point: 'requests shared out over several servers',
    socket: `four to two servers: ${got.bare.join(' ')}`,
    lacks: got.bare.includes(0),
    style: 'reqrep',
    seen: `four to two servers: ${shared.join(' ')}`,
    has: shared.join() === '2,2',
  };
}
