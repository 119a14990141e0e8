import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProxy, type FaultProxy } from '@parley/faults';
import { tailHistory, type EvidenceRecord } from '@parley/evidence';
import {
  knownTo,
  startOrder,
  type Answer,
  type Batch,
  type Ground,
  type MortalBroker,
  type OpenGround,
  type Outcome,
  type SetUp,
} from '@parley/roles';
import { brokerOf, type Part as PartName, type Role, type Style } from '@parley/taxonomy';
import { isShared, movedTo, partsOf, placeOf } from './address';
import { startPlayed, type Played } from './played';
import type { Part } from './trial';

export interface SessionOptions {
  /** How long each operation of a role may take; 3000 ms. */
  deadlineMs?: number;
  /** Whether a fault proxy stands between those that connect and those that bind. */
  proxied?: boolean;
  /** Whether its broker is one that may be struck. */
  mortal?: boolean;
}

interface StartOptions {
  bind?: string[];
  connect?: string[];
  deadlineMs?: number;
  credentials?: 'right' | 'wrong';
  from?: 'beginning';
  role?: Role;
}

interface CrewOptions {
  senders?: number;
  receivers?: number;
  sender?: StartOptions;
  receiver?: StartOptions;
}

export interface Sending extends Batch {
  op?: 'notify' | 'reserve';
  /** All at once (the default), or each after the one before has come back. */
  pipelined?: boolean;
  then?: 'kill' | 'exit';
}

export interface Sent {
  ids: string[];
  answer: Promise<Answer>;
}

/** Processes of one style that talk to each other, with their history. */
export interface Session {
  style: Style;
  /** What the style is tested with: its notice, or its request where it carries no notice. */
  op: 'notify' | 'reserve';
  /** How long an operation may take. */
  deadlineMs: number;
  proxies(): FaultProxy[];
  /** The broker between them, where this session may strike it. */
  broker?: MortalBroker;
  /** Everybody who stands somewhere now. */
  all(): Played[];
  start(part: PartName | 'stranger', options?: StartOptions): Promise<Played>;
  /** All that stands between, receivers and senders, each after those that it must know; resolves when they are ready. */
  crew(options?: CrewOptions): Promise<{ senders: Played[]; receivers: Played[]; middles: Played[] }>;
  /** The same with one of each. */
  pair(options?: Omit<CrewOptions, 'senders' | 'receivers'>): Promise<[Played, Played]>;
  /** Starts the role of a process that has ended again, under its name and at its addresses. */
  again(before: Played, options?: StartOptions): Promise<Played>;
  /** Nobody is given its addresses any more. */
  forget(played: Played): void;
  /** What another receiver has to bind to stand where several can; undefined where only one can. */
  sharedOf(receiver: Played): { bind: string[] } | undefined;
  /** SIGKILL, noted as `crash`. */
  crash(played: Played): Promise<void>;
  send(sender: Played, sending: Sending): Sent;
  /** Sends probes until one is delivered (to `receiver`, in this life of it, where it is said). */
  reaches(sender: Played, options?: { receiver?: Played; withinMs?: number }): Promise<boolean>;
  /** The same; throws where it does not come about: for what has to work before a trial can begin. */
  reached(sender: Played, options?: { receiver?: Played; withinMs?: number }): Promise<void>;
  read(): EvidenceRecord[];
  until(holds: (history: EvidenceRecord[]) => boolean, withinMs?: number): Promise<boolean>;
  /** Resolves when all of them are delivered (or processed), or after `withinMs`. */
  untilAll(event: 'delivered' | 'processed' | 'returned', ids: string[], withinMs?: number): Promise<boolean>;
  /** Resolves when nothing has been noted for so long. */
  quiet(forMs?: number): Promise<void>;
  part(fault: string, ids: string[], outcomes?: Outcome[], facts?: Part['facts']): Part;
  close(): Promise<void>;
}

interface SessionPlan {
  style: Style;
  program: string[];
  openGround?: OpenGround;
  setUp?: SetUp;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Opens a session without any process in it. */
export async function openSession(
  { style, program, openGround, setUp }: SessionPlan,
  { deadlineMs = 3000, proxied = false, mortal = false }: SessionOptions,
): Promise<Session> {
  const dir = mkdtempSync(join(tmpdir(), `parley-${style.id}-`));
  const evidence = join(dir, 'evidence');
  mkdirSync(evidence);
  const tail = tailHistory(evidence);
  // What middleware notes of its own units, under its own name, is not the style's.
  const read = () => tail.read().filter((record) => record.style === style.id);
  const ground: Ground | undefined = await openGround?.({ mortal });
  const broker = brokerOf(style);
  // The first receiver is expected from the start; others come as strangers.
  await setUp?.({ connect: ground?.connect?.('setup', 0) ?? [], receivers: ['receiver-1'] });
  const proxies = new Map<string, Promise<FaultProxy>>();
  const opened: FaultProxy[] = [];
  const started: Played[] = [];
  const players: Played[] = [];
  const names = new Map<string, number>();
  const op = style.carries.notify ? 'notify' : 'reserve';
  let probes = 0;

  const roleFor = (part: PartName | 'stranger'): Role => {
    const role = style.roles.find((one) => one.part === (part === 'stranger' ? 'sender' : part));
    if (!role) throw new Error(`${style.id} has no role that is a ${part}`);
    return role;
  };

  /** A proxy's address for an address that can be proxied, else itself. */
  const through = async (address: string): Promise<string> => {
    const target = partsOf(address);
    const canBe = proxied && target && style.carrier !== 'none' && (/^127\./.test(target.host) || isShared(address));
    if (!canBe) return address;
    const { host, port } = target;
    const open = async () => {
      const way = await ground?.behind?.(address);
      const proxy = await openProxy({
        carrier: style.carrier as 'tcp' | 'udp',
        target: way ?? { host, port },
        seed: 4,
      });
      way?.says(proxy);
      opened.push(proxy);
      return proxy;
    };
    if (!proxies.has(address)) proxies.set(address, open());
    return movedTo(address, await proxies.get(address)!);
  };

  const known = async (role: Role, index: number): Promise<string[]> => {
    const addresses = knownTo(style, role, players, ground?.connect?.(role.name, index));
    return ground && !broker ? addresses : Promise.all(addresses.map(through));
  };

  const launch = async (
    part: PartName | 'stranger',
    role: Role,
    name: string,
    index: number,
    options: StartOptions,
  ): Promise<Played> => {
    const bind = options.bind ?? (broker ? undefined : ground?.bind(role.name, index)) ?? placeOf(style, role, dir);
    const connect = options.connect ?? (await known(role, index));
    const command = [...(ground?.prefix(role.name, index) ?? []), process.execPath, ...program];
    command.push('--driven', '--role', part === 'stranger' ? 'stranger' : role.name, '--name', name);
    command.push('--evidence', evidence, '--run', 'r', '--deadline', String(options.deadlineMs ?? deadlineMs));
    for (const address of bind) command.push('--bind', address);
    for (const address of connect) command.push('--connect', address);
    if (options.credentials === 'wrong') command.push('--credentials', 'wrong');
    if (options.from) command.push('--from', options.from);
    const played = await startPlayed({ command, part, role, name, place: { bind, connect } });
    started.push(played);
    return played;
  };

  const start: Session['start'] = async (part, options = {}) => {
    const number = (names.get(part) ?? 0) + 1;
    names.set(part, number);
    const played = await launch(part, options.role ?? roleFor(part), `${part}-${number}`, number - 1, options);
    players.push(played);
    return played;
  };

  const sharedOf: Session['sharedOf'] = ({ addresses }) => {
    const bind = addresses.filter(isShared);
    return bind.length > 0 && !(ground && !broker) ? { bind } : undefined;
  };

  const crew: Session['crew'] = async ({ senders = 1, receivers = 1, sender = {}, receiver = {} } = {}) => {
    const all = { senders: [] as Played[], receivers: [] as Played[], middles: [] as Played[] };
    for (const role of startOrder(style)) {
      if (role.part === 'middle') all.middles.push(await start('middle', { role }));
      while (role.part === 'sender' && all.senders.length < senders)
        all.senders.push(await start('sender', { role, ...sender }));
      while (role.part === 'receiver' && all.receivers.length < receivers) {
        const beside = all.receivers[0] && sharedOf(all.receivers[0]);
        all.receivers.push(await start('receiver', { role, ...beside, ...receiver }));
      }
    }
    return all;
  };

  const pair: Session['pair'] = async (options) => {
    const { senders, receivers } = await crew(options);
    return [senders[0]!, receivers[0]!];
  };

  const again: Session['again'] = async (before, options = {}) => {
    const index = Number(before.name.split('-').at(-1)) - 1;
    const place = before.role.binds ? { bind: before.addresses, connect: before.place.connect } : before.place;
    const played = await launch(before.part, before.role, before.name, index, { ...place, ...options });
    played.next = before.next;
    players.splice(players.indexOf(before), 1, played);
    return played;
  };

  const until: Session['until'] = async (holds, withinMs = 8000) => {
    const end = performance.now() + withinMs;
    for (let wait = 4; ; wait = Math.min(30, wait * 1.5)) {
      if (holds(read())) return true;
      if (performance.now() >= end) return false;
      await pause(wait);
    }
  };

  const untilAll: Session['untilAll'] = (event, ids, withinMs) =>
    until((history) => {
      const missing = new Set(ids);
      for (const record of history) if (record.event === event) missing.delete(record.msg.id);
      return missing.size === 0;
    }, withinMs);

  const send: Session['send'] = (sender, { op: which = op, pipelined = true, then, ...batch }) => {
    const from = sender.next;
    sender.next += batch.count;
    const ids = Array.from({ length: batch.count }, (_, index) => `${sender.name}-${from + index}`);
    const answer = sender.tell({ do: which, messages: { ...batch, from }, pipelined, ...(then && { then }) });
    return { ids, answer };
  };

  const reaches: Session['reaches'] = async (sender, { receiver, withinMs = 8000 } = {}) => {
    const end = performance.now() + withinMs;
    const incOf = receiver && `${receiver.pid}-`;
    const ids = new Set<string>();
    const arrived = (history: EvidenceRecord[]) =>
      history.some(
        ({ event, msg, process, inc }) =>
          event === 'delivered' &&
          ids.has(msg.id) &&
          (!receiver || (process === receiver.name && inc.startsWith(incOf!))),
      );
    while (sender.alive() && performance.now() < end) {
      probes += 1;
      const probe = send(sender, { count: 1, type: 'probe' });
      for (const id of probe.ids) ids.add(id);
      if (await until(arrived, Math.min(200, end - performance.now()))) {
        await probe.answer;
        return true;
      }
    }
    return until(arrived, 0);
  };

  const said = () =>
    started
      .flatMap(({ name, output }) => (output().stderr.trim() ? [`${name}: ${output().stderr.trim().slice(-600)}`] : []))
      .join('\n');

  let crashes = 0;
  const crash: Session['crash'] = async (played) => {
    await played.kill();
    const record: EvidenceRecord = {
      run: 'r',
      process: played.name,
      inc: 'harness',
      seq: (crashes += 1),
      mono: process.hrtime.bigint().toString(),
      event: 'crash',
      msg: { id: '' },
      style: style.id,
      hop: 'sender>receiver',
      channel: style.id,
    };
    appendFileSync(join(evidence, 'harness.jsonl'), `${JSON.stringify(record)}\n`);
  };

  return {
    style,
    op,
    deadlineMs,
    proxies: () => opened,
    broker: ground?.broker,
    all: () => players,
    start,
    crew,
    pair,
    forget: (played) => void players.splice(players.indexOf(played), 1),
    sharedOf,
    again,
    crash,
    send,
    reaches,
    reached: async (sender, options) => {
      if (!(await reaches(sender, options)))
        throw new Error(`${style.id}: no probe of ${sender.name} arrived (${probes} sent)\n${said()}`);
    },
    read,
    until,
    untilAll,
    quiet: async (forMs = 250) => {
      for (let [count, since, end] = [-1, 0, performance.now() + 10_000]; performance.now() < end;) {
        const now = tail.read().length;
        if (now !== count) [count, since] = [now, performance.now()];
        else if (performance.now() - since >= forMs) return;
        await pause(25);
      }
    },
    part: (fault, ids, outcomes = [], facts = {}) => ({
      fault,
      history: read(),
      ids,
      outcomes,
      facts: { ...facts, ...(said() && { said: said() }) },
    }),
    close: async () => {
      // Senders first: who waits for an answer is not to be cut off by its own middle.
      const order = [...started].filter((one) => one.alive()).reverse();
      await Promise.all(order.map((one) => one.kill()));
      await Promise.all(opened.map((proxy) => proxy.close()));
      await ground?.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
