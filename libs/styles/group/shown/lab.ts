import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tailHistory, type EvidenceRecord } from '@parley/evidence';
import { freeAddress, type Impairment, type TransportName } from '../transports';
import { startPlayer, type Player } from './player';
import type { Opening } from './told';

export interface LabOptions {
  /** The command of a process that plays a member (`playMember`). */
  command: readonly string[];
  env?: Record<string, string>;
  /** Names of layers, the transport’s first. */
  stack: readonly string[];
  /** Folder for the history; a fresh one, which goes with `close`, where it is not said. */
  dir?: string;
  /** Under this folder. */
  out: string;
  seed?: number;
  impaired?: Partial<Impairment>;
  settings?: Opening['settings'];
  /** No history is kept: for measuring. */
  unrecorded?: boolean;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Answer = boolean | Promise<boolean>;

async function until(holds: () => Answer, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; !(await holds()); await pause(20))
    if (performance.now() > end) return false;
  return true;
}

/** A group of processes over a real transport, with one history; what it started is gone when it is closed. */
export function openLab(options: LabOptions) {
  const { command, env = {}, stack, out, seed = 1, impaired, settings } = options;
  mkdirSync(out, { recursive: true });
  const dir = options.dir ?? mkdtempSync(join(out, 'group-'));
  mkdirSync(dir, { recursive: true });
  const group = 'g';
  const tail = tailHistory(dir);
  const players: Player[] = [];
  const transport = stack.find((name): name is TransportName => name in freeAddress) ?? 'udp';
  // A group of this run's own: its port is free, and no other run's datagrams come in.
  let address = freeAddress[transport];
  if (transport === 'udp')
    address = address.replace(/239\.77\.6\.1/, `239.77.${process.pid & 255}.${(process.pid >> 8) & 255}`);
  let [crashes, isClosed] = [0, false];

  const harness = (record: Pick<EvidenceRecord, 'process' | 'event' | 'msg'> & Partial<EvidenceRecord>): void => {
    crashes += 1;
    const full: EvidenceRecord = {
      run: 'r',
      inc: '',
      seq: crashes,
      mono: process.hrtime.bigint().toString(),
      style: stack.join(','),
      hop: '',
      channel: group,
      ...record,
    };
    if (!options.unrecorded && !isClosed) appendFileSync(join(dir, 'harness.jsonl'), `${JSON.stringify(full)}\n`);
  };

  const crashed = (name: string) => harness({ process: name, event: 'crash', msg: { id: 'crash' } });

  const spawn = async (name: string): Promise<Player> => {
    const player = await startPlayer(name, command, env, () => crashed(name));
    players.push(player);
    return player;
  };

  /** Where a process of the transport binds, and whom it is told of. */
  const openAt = async (
    player: Player,
    as: Opening['as'],
    more: Partial<Opening> & { others?: readonly Player[] },
  ): Promise<Player> => {
    const { others = players.filter((one) => one.address !== '' && one.alive()), ...special } = more;
    const first = others[0];
    const isShared = transport === 'udp';
    const opening: Opening = {
      as,
      name: player.name,
      group,
      stack: [...stack],
      address: isShared && first ? first.address : address,
      connect: isShared ? [] : others.map((one) => one.address),
      seed,
      run: 'r',
      ...(settings && { settings }),
      ...(!options.unrecorded && { evidence: dir }),
      ...special,
    };
    const said = await player.tell({ do: 'open', opening });
    if (said.address === undefined) throw new Error(`${player.name}: ${said.error}`);
    player.address = said.address;
    return player;
  };

  return {
    dir,
    group,
    players,
    /** Starts these as the group’s first members; resolves when each has heard of all others. */
    members: async (names: readonly string[], special: Record<string, Partial<Opening>> = {}): Promise<Player[]> => {
      // All of them, so that those that have started end with the run, also where one has not.
      const started = await Promise.allSettled(names.map(spawn));
      const all = started.map((one) => {
        if (one.status === 'rejected') throw one.reason;
        return one.value;
      });
      for (const [index, player] of all.entries()) {
        const others = all.slice(0, index);
        await openAt(player, 'member', { members: [...names], others, ...special[player.name] });
      }
      const met = async () => {
        const said = await Promise.all(all.map((player) => player.tell({ do: 'count' })));
        return said.every(({ met = 0 }) => met >= names.length - 1);
      };
      if (!(await until(met, 5000))) throw new Error('the members did not hear of one another');
      // Not before: who has never heard of the others could not even be asked.
      if (impaired) await Promise.all(all.map((player) => player.tell({ do: 'impair', impaired })));
      return all;
    },
    /** Notes that this one has killed itself, as it was told to; resolves when it is gone. */
    died: async (player: Player): Promise<void> => {
      await player.ended;
      crashed(player.name);
    },
    /** Starts one more, which asks to be taken in; resolves when it is. */
    join: async (name: string): Promise<Player> => openAt(await spawn(name), 'joiner', {}),
    /** Starts a sender that is no member; resolves when a member has answered it. */
    outside: async (name: string): Promise<Player> => openAt(await spawn(name), 'outside', {}),
    harness,
    history: (): EvidenceRecord[] => tail.read(),
    /** Resolves when it holds of the history, or with false after `withinMs`. */
    until: (holds: (history: EvidenceRecord[]) => Answer, withinMs = 5000) => until(() => holds(tail.read()), withinMs),
    /** Resolves when nobody has noted anything for so long; the history says then that it was quiet. */
    settled: async (forMs = 500, withinMs = 20_000): Promise<boolean> => {
      let [count, since] = [-1, performance.now()];
      const isQuiet = await until(() => {
        const now = tail.read().length;
        if (now !== count) [count, since] = [now, performance.now()];
        return performance.now() - since >= forMs;
      }, withinMs);
      if (isQuiet) harness({ process: 'harness', event: 'settled', msg: { id: 'quiescent' } });
      return isQuiet;
    },
    /** Kills what is still running; the history goes unless its folder was given. */
    close: async (): Promise<void> => {
      isClosed = true;
      await Promise.all(
        players.map(async (player) => {
          if (!player.alive()) return;
          player.thaw();
          await Promise.race([player.tell({ do: 'close' }), pause(300)]);
        }),
      );
      for (const player of players) if (player.alive()) player.kill();
      await Promise.all(players.map(({ ended }) => ended));
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type Lab = ReturnType<typeof openLab>;
