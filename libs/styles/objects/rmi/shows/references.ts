import { createInterface } from 'node:readline';
import { killChildren } from '@parley/faults';
import { openRegistry, openSpace, registryAt, type Held, type Reference, type Space } from '@parley/middleware/objects';
import type { Finding, Show } from '@parley/roles';
import { partHere, startPart, table, until } from '@parley/staging';

const leaseMs = 600;
const deadlineMs = 5000;

interface Account {
  deposit(by: string, amount: number): number;
}
interface Bank {
  open(): Reference;
}
interface Desk {
  take(account: Reference): number;
}

/** A client that is asked to take a reference which it did not look up: a process of its own. */
async function holderB([registry]: string[], say: (line: string) => void): Promise<Finding[]> {
  const space = await openSpace({ bind: 'ws://127.0.0.1:0', deadlineMs, leaseMs });
  let account: { deposit(by: string, amount: number): Promise<number> } | undefined;
  const desk: Desk & object = {
    take: ((reference: Reference) => (account = space.remote<Account>(reference)).deposit('B', 10)) as never,
  };
  await registryAt(space, registry!).bind('B', space.export(desk, { pinned: true }));
  say(`holder ${space.holder}`);
  createInterface({ input: process.stdin }).on('line', () => {
    account!.deposit('B', 1).then(
      (balance) => say(`balance ${balance}`),
      (error: Error) => say(`failed ${error.message}`),
    );
  });
  return new Promise(() => undefined);
}

/** A client that opens an account, uses it, and hands the reference on: a process of its own. */
async function holderA([registry]: string[], say: (line: string) => void): Promise<Finding[]> {
  const space = await openSpace({ deadlineMs, leaseMs });
  const names = registryAt(space, registry!);
  const bank = space.remote<Bank>(await names.lookup('bank'));
  const reference = await bank.open();
  await space.remote<Account>(reference).deposit('A', 100);
  const desk = space.remote<Desk>(await names.lookup('B'));
  say(`handed on ${await desk.take(reference)} ${reference.object}`);
  say(`holder ${space.holder}`);
  setInterval(() => undefined, 1000);
  return new Promise(() => undefined);
}

const shown = (space: Space, object: string, who: Map<string, string>): { line: string[]; holders: string[] } => {
  const found: Held | undefined = space.references().find((held) => held.object === object);
  const holders = (found?.holders ?? []).map(({ holder, leftMs }) => ({ name: who.get(holder) ?? 'somebody', leftMs }));
  const text = holders.map(({ name, leftMs }) => `${name} for ${leftMs} ms more`).join(', ');
  return { line: [found ? 'there' : 'gone', text || 'nobody'], holders: holders.map(({ name }) => name).sort() };
};

async function run(say: (line: string) => void): Promise<Finding[]> {
  const registry = await openRegistry({ bind: 'ws://127.0.0.1:0', deadlineMs });
  const collected: string[] = [];
  const options = {
    bind: 'ws://127.0.0.1:0',
    deadlineMs,
    leaseMs,
    collected: (ids: readonly string[]) => void collected.push(...ids),
  };
  const server = await openSpace(options);
  const calls: string[] = [];
  const openAccount = () => {
    let balance = 0;
    return {
      deposit: (by: string, amount: number) => {
        calls.push(by);
        return (balance += amount);
      },
    };
  };
  const bank = server.export({ open: () => server.export(openAccount()) }, { pinned: true });
  await registryAt(server, registry.addresses[0]!).bind('bank', bank);

  const part = (name: string) => startPart('rmi', 'references', name, registry.addresses[0]!);
  const b = part('B');
  const holderOfB = (await b.line(/^holder /)).slice(7);
  const a = part('A');
  const [balance = '', object = ''] = (await a.line(/^handed on /)).slice('handed on '.length).split(' ');
  const who = new Map([
    [holderOfB, 'B'],
    [(await a.line(/^holder /)).slice(7), 'A'],
  ]);

  const rows: string[][] = [];
  const look = (when: string) => {
    const { line, holders } = shown(server, object, who);
    rows.push([when, ...line]);
    return holders.join(' and ') || 'nobody';
  };
  const holdersAre = (names: string) => () => (shown(server, object, who).holders.join(' and ') || 'nobody') === names;
  const passed = look('A has handed the reference to B');
  await registry.close();
  a.kill('SIGKILL');
  await a.exited;
  const killed = performance.now();
  const right = look('A was killed just now');
  await until(holdersAre('B'));
  const tookMs = Math.round(performance.now() - killed);
  const after = look(`${tookMs} ms later`);
  b.write('again');
  const answer = await b.line(/^(balance|failed)/);
  look('B has called again');
  b.kill('SIGKILL');
  await b.exited;
  await until(() => collected.includes(object));
  const last = look('B was killed, its lease has run out');
  const probe = await openSpace({ deadlineMs });
  const reference = { address: server.addresses[0]!, object };
  const refusal = await probe
    .remote<Account>(reference)
    .deposit('nobody', 1)
    .then(
      () => 'it was called',
      (error: Error) => ('reason' in error ? String(error.reason) : error.message),
    );
  await Promise.all([probe.close(), server.close()]);

  for (const line of table(['when', 'account', 'held by'], rows)) say(line);
  return [
    {
      says: 'a reference that was a result is passed on as an argument, and the one who got it calls the object itself',
      measured: `held by ${passed}; calls by ${calls.slice(0, 2).join(', ')}; balance ${balance}`,
      holds: passed === 'A and B' && balance === '110' && calls.slice(0, 2).join() === 'A,B',
    },
    {
      says: `a killed client’s reference goes when its lease of ${leaseMs} ms has run out`,
      measured: `held by ${right} right after the kill, by ${after} ${tookMs} ms later`,
      holds: right === 'A and B' && after === 'B',
    },
    {
      says: 'the other’s reference stays, whoever it had it from, the registry being gone too',
      measured: answer,
      holds: answer === 'balance 111',
    },
    {
      says: 'the object goes with its last reference',
      measured: `held by ${last}, collected; a call: ${refusal}`,
      holds: last === 'nobody' && refusal === 'no-such-object',
    },
  ];
}

export const show: Show = {
  title: 'Remote references: passed on, leased, collected',
  rows: ['S14'],
  run: async ({ say }) => {
    const here = partHere();
    if (!here) return run(say).finally(killChildren);
    return here.part === 'A' ? holderA(here.told, say) : holderB(here.told, say);
  },
};
