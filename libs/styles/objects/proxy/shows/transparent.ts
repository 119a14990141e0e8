import { killChildren, kindOf } from '@parley/faults';
import { connectRpyc, serveRpyc } from '@parley/middleware/rpyc';
import type { Finding, Show } from '@parley/roles';
import { medianMs, partHere, startPart, table } from '@parley/staging';

/** A list with a listener: what the application knows, wherever it is. */
interface Notes {
  count: number | Promise<number>;
  add(text: string): unknown;
  same(value: unknown): unknown;
  each(call: (text: string) => unknown): unknown;
}

const openNotes = () => {
  const texts: string[] = [];
  return {
    get count() {
      return texts.length;
    },
    add: (text: string) => texts.push(text),
    same: (value: unknown) => value,
    each: async (call: (text: string) => unknown) => {
      for (const text of texts) await call(text);
    },
  };
};

/** The application. It does not know, and cannot tell, where the notes are. */
async function application(notes: Notes): Promise<string> {
  const heard: string[] = [];
  await notes.add('one');
  await notes.add('two');
  await notes.each((text) => void heard.push(text));
  return `${await notes.count} notes: ${heard.join(', ')}`;
}

/** The notes in a process of their own. */
async function serve(say: (line: string) => void): Promise<Finding[]> {
  const notes = openNotes();
  const service = {
    get exposed_count() {
      return notes.count;
    },
    exposed_add: notes.add,
    exposed_same: notes.same,
    exposed_each: notes.each,
    exposed_die: () => process.kill(process.pid, 'SIGKILL'),
  };
  const server = await serveRpyc({ host: '127.0.0.1', port: 0, service: () => service });
  say(`port ${server.port}`);
  return new Promise(() => undefined);
}

const outcome = async (call: () => unknown): Promise<string> => {
  try {
    return `returned ${await call()}`;
  } catch (error) {
    return `${kindOf(error)}: ${(error as Error).message}`;
  }
};

const assigned = (notes: Notes): string => {
  try {
    notes.add = () => 'changed';
    return 'assigned';
  } catch (error) {
    return (error as Error).name;
  }
};

async function run(say: (line: string) => void): Promise<Finding[]> {
  const server = startPart('proxy', 'transparent', 'server');
  const port = Number((await server.line(/^port /)).slice('port '.length));
  const connection = await connectRpyc({ host: '127.0.0.1', port, deadlineMs: 5000 });
  const here: Notes & { die?(): void } = openNotes();
  const there = (await connection.root<Notes & { die(): void }>()) as unknown as Notes & { die(): Promise<void> };

  const [local, remote] = [await application(here), await application(there)];
  const microseconds = async (notes: Notes) => Math.round((await medianMs(300, () => notes.same(1))) * 1e5) / 100;
  const [quick, slow] = [await microseconds(here), await microseconds(there)];

  const bytes = Buffer.from('abc');
  const identity = async (notes: Notes) => ((await notes.same(bytes)) === bytes ? 'the same object' : 'a copy');
  const [itself, copy] = [await identity(here), await identity(there)];
  const list = ['x'];
  const reference = (await there.same(list)) === list ? 'the same object' : 'a copy';
  const changed: [string, string] = [assigned(openNotes()), assigned(there)];

  const dying = await outcome(() => there.die());
  const dead = await outcome(() => there.add('three'));
  const alive = await outcome(() => here.add('three'));
  await connection.lost;

  const head = ['what the application does', 'with the object', 'with its proxy'];
  const rows = [
    ['add, add, call back for each, count', local, remote],
    ['one call, median of 300', `${quick} µs`, `${slow} µs`],
    ['give bytes and get them back', itself, copy],
    ['give a list and get it back', 'the same object', reference],
    ['assign to a method', ...changed],
    ['call while the other process dies', 'cannot happen', dying],
    ['call afterwards', alive, dead],
  ];
  for (const line of table(head, rows)) say(line);
  return [
    {
      says: 'the same application code works on the object and on its proxy, call-backs included',
      measured: `${local} | ${remote}`,
      holds: local === remote && remote === '2 notes: one, two',
    },
    {
      says: 'transparency ends at latency: a call of the proxy is a round trip',
      measured: `${quick} µs against ${slow} µs`,
      holds: slow > quick,
    },
    {
      says: 'at failure: a call of the proxy can end without anybody knowing whether it happened, which a local call cannot',
      measured: `${dying}; afterwards ${dead}`,
      holds: dying.startsWith('unknown') && dead.startsWith('retryable') && alive === 'returned 3',
    },
    {
      says: 'at identity: what cannot change is copied on its way, and only what is passed by reference comes back as itself',
      measured: `bytes: ${itself}, through the proxy ${copy}; a list through the proxy: ${reference}`,
      holds: itself === 'the same object' && copy === 'a copy' && reference === 'the same object',
    },
    {
      says: 'and at assignment, which nobody can await',
      measured: changed.join(', through the proxy '),
      holds: changed[0] === 'assigned' && changed[1] === 'TypeError',
    },
  ];
}

export const show: Show = {
  title: 'A remote object used as though it were here, and where that ends',
  rows: ['S15'],
  run: ({ say }) => (partHere() ? serve(say) : run(say).finally(killChildren)),
};
