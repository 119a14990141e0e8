import { join } from 'node:path';
import { Fatal, killChildren, startProcess } from '@parley/faults';
import { connectRpyc, repr, serveRpyc, setAttribute, str, type Connection } from '@parley/middleware/rpyc';
import type { Application, DeckPlace } from '@parley/roles';
import { placeOf } from './address';
import { deck } from './deck';
import { openReceiver } from './receiver';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  killChildren();
});

const host = '127.0.0.1';
const place = { name: 'a', bind: [], connect: [], deadlineMs: 5000, credentials: 'right' as const, args: [] };

const python = (name: string, ...args: (string | number)[]) =>
  startProcess([process.env.PARLEY_PYTHON ?? 'python3', join(__dirname, 'peers', name), ...args.map(String)]);

/** All that a program in Python says until it ends. */
const told = async (name: string, port: number): Promise<string[]> => {
  const child = python(name, host, port);
  const { code } = await child.exited;
  if (code !== 0) throw new Error(child.output().stderr);
  return child.output().stdout.trim().split('\n');
};

const pythonServer = async (name: string): Promise<number> => {
  const child = python(name, host, 0);
  const port = Number((await child.line(/^ready /)).slice('ready '.length));
  // It has bound its port then, and accepts a moment later.
  for (;;) {
    const connection = await connectRpyc({ host, port }).catch(() => undefined);
    if (connection) return connection.close().then(() => port);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const run = (role: keyof typeof deck, where: { bind?: string[]; connect?: string[] }) => {
  const said: string[] = [];
  const stop = new AbortController();
  let ready = (_: string[]) => {};
  const started = new Promise<string[]>((resolve) => (ready = resolve));
  const full: DeckPlace = { ...place, ...where, ready, signal: stop.signal, say: (line) => void said.push(line) };
  const ended = deck[role](full);
  closing.push(async () => {
    stop.abort();
    await ended;
  });
  return { started, said, ended };
};

describe('the lecture’s list', () => {
  test('their client at our server; each client has a list of its own', async () => {
    const [address] = await run('server', { bind: ['tcp://127.0.0.1:0'] }).started;
    const { port } = placeOf([address!]);
    expect(await told('client.py', port)).toEqual(['[2, 4]']);
    expect(await told('client.py', port)).toEqual(['[2, 4]']);
  });

  test('our client at their server, and at ours', async () => {
    const ours = await run('server', { bind: ['tcp://127.0.0.1:0'] }).started;
    for (const connect of [[`tcp://${host}:${await pythonServer('server.py')}`], ours]) {
      const client = run('client', { connect });
      await client.ended;
      expect(client.said).toEqual(['[2, 4]']);
    }
  });
});

test('all that Python does with what we offer: attributes, call-backs, lists, comparison, errors of every kind', async () => {
  const items = ['a', 'b', 'c'];
  const fails: Record<string, () => never> = {
    type: () => {
      throw new TypeError('wrong type');
    },
    fatal: () => {
      throw new Fatal('no', { reason: 'refused' });
    },
    retryable: () => {
      throw Object.assign(new Error('later'), { kind: 'retryable' });
    },
  };
  const service = {
    exposed_count: 3,
    secret: 4,
    exposed_echo: (value: unknown) => value,
    exposed_each: async (call: (n: number) => Promise<unknown>) => {
      for (const n of [1, 2, 3]) await call(n);
    },
    exposed_apply: (call: (n: unknown) => unknown, value: unknown) => call(value),
    exposed_items: () => items,
    exposed_same: (one: unknown) => one === items,
    exposed_fails: (how: string) => fails[how]!(),
  };
  const server = await serveRpyc({ host, port: 0, service: () => service });
  closing.push(server.close);
  expect(await told('caller.py', server.port)).toEqual([
    'attribute 3',
    `echo (1, -7, ${2n ** 70n}, 1.5, None, True, 'héllo', b'\\x00\\xff', ('in',))`,
    'callback None [1, 2, 3]',
    'nested 42',
    "list ['a', 'b', 'c'] 3 b c ['a', 'b'] ['a', 'b', 'c'] True",
    'equal True False',
    'same True True',
    'missing builtins.AttributeError kind=fatal reason=AttributeError',
    'hidden builtins.AttributeError kind=fatal reason=AttributeError',
    'set builtins.AttributeError kind=fatal reason=AttributeError',
    'index builtins.IndexError kind=fatal reason=IndexError',
    'type builtins.TypeError kind=unknown reason=-',
    'fatal rpyc.core.vinegar/parley.faults.parley.faults.Fatal kind=fatal reason=refused',
    'retryable builtins.Exception kind=retryable reason=-',
    'large 1000000',
    'ping True',
    'closed True',
  ]);
});

describe('what we do with what Python offers', () => {
  interface Desk {
    count: number;
    echo<T>(value: T): T;
    items(): AsyncIterable<string> & { __len__(): Promise<number>; __getitem__(at: number): Promise<string> };
    apply(call: (n: number) => unknown, n: number): unknown;
    each(call: (n: number) => unknown): void;
    sum(numbers: number[]): number;
    keep(thing: unknown): void;
    fails(how: string): void;
    sleep(seconds: number): void;
  }
  const open = async (deadlineMs = 5000) => {
    const connection: Connection = await connectRpyc({ host, port: await pythonServer('offerer.py'), deadlineMs });
    closing.push(connection.destroy);
    return { connection, root: await connection.root<Desk>() };
  };

  test('attributes, values, lists', async () => {
    const { root } = await open();
    expect(await root.count).toBe(3);
    const tuple = Object.freeze([1, 2n ** 70n, 1.5, null, true, 'é', Buffer.from([0, 255])]);
    expect(await root.echo(tuple)).toEqual(tuple);
    expect(await root.echo('x'.repeat(100_000))).toHaveLength(100_000);
    const list = await root.items();
    expect(await list.__len__()).toBe(3);
    expect(await list.__getitem__(1)).toBe('b');
    expect(await str(list)).toBe("['a', 'b', 'c']");
    expect(await repr(root)).toContain('Desk object');
    const found: string[] = [];
    for await (const item of list) found.push(item);
    expect(found).toEqual(['a', 'b', 'c']);
  });

  test('call-backs: Python calls our function and reads our list while our call is under way', async () => {
    const { root } = await open();
    expect(await root.apply((n) => n * 2, 21)).toBe(42);
    const seen: number[] = [];
    await root.each((n) => void seen.push(n));
    expect(seen).toEqual([1, 2, 3]);
    expect(await root.sum([1, 2, 3])).toBe(6);
  });

  test('an error of our call-back goes through Python and comes back as what it was', async () => {
    const { root } = await open();
    const error = await root
      .apply(() => {
        throw new RangeError('too far');
      }, 1)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'fatal', reason: 'ValueError' });
    expect((error as Error).message).toContain('too far');
  });

  test('errors of theirs are errors of that call', async () => {
    const { root } = await open();
    await expect(root.fails('value')).rejects.toMatchObject({ reason: 'ValueError', message: 'no such value' });
    await expect(root.fails('other')).rejects.toMatchObject({ reason: 'RuntimeError', message: 'it broke' });
    await expect((root as unknown as { nothing(): Promise<void> }).nothing()).rejects.toMatchObject({
      reason: 'AttributeError',
    });
    await expect(setAttribute(root, 'count', 4)).rejects.toMatchObject({ reason: 'AttributeError' });
    expect(await root.count).toBe(3);
  });

  test('their servant sleeps longer than our deadline: OutcomeUnknown, and the connection is given up as silent', async () => {
    const { root, connection } = await open(400);
    await expect(root.sleep(5)).rejects.toMatchObject({ kind: 'unknown' });
    await connection.lost;
  });

  test('what Python holds of ours is given back when it holds it no more', async () => {
    const { root, connection } = await open();
    await root.keep(['mine']);
    expect(connection.references().given).toBe(1);
    await root.keep(null);
    while (connection.references().given > 0) await root.count;
  });
});

test('our receiver is an RPyC server: Python takes a desk and gives it a notice, and garbage is refused with a reason', async () => {
  const got: string[] = [];
  const refused: string[] = [];
  const application: Application = {
    notify: async (message) => void got.push(`${message.id} ${message.body}`),
    reserve: async (request) => ({ ...request, id: 'r-1', headers: { 'in-reply-to': request.id } }),
    refused: ({ reason }) => void refused.push(reason),
  };
  const receiver = await openReceiver({ ...place, bind: ['tcp://127.0.0.1:0'] }, application);
  closing.push(receiver.close);
  const lines = await told('notifier.py', placeOf(receiver.addresses).port);
  expect(lines).toEqual(['notify None', 'reserve PY1 p-2', 'garbage undecodable', 'older retryable']);
  expect(got).toEqual(['p-1 from python']);
  expect(refused).toEqual(['undecodable']);
});
