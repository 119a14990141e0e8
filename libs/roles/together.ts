import { startProcess, type Child } from '@parley/faults';
import { brokerOf, type Role } from '@parley/taxonomy';
import { knownTo, startOrder } from './acquaintance';
import type { StyleFolder } from './ports';

/** How long nobody may have said anything, in ms, before those that would go on for ever are told to end. */
const quiet = 2000;

export interface Together {
  /** The program that plays a role, e.g. `['node', '…/style.cjs']`; the style's id and the role's options are added. */
  program: string[];
  say(line: string): void;
  signal: AbortSignal;
  /** Options for every role, e.g. `--ours`, and what stands after `--`. */
  options: string[];
}

interface Player {
  role: Role;
  child: Child;
  addresses: string[];
}

const loopback = (role: Role): string[] => (role.address ?? []).map((address) => address.replace(/:\d+$/, ':0'));

const nameOf = ({ name, count = 1 }: Role, index: number): string => (count > 1 ? `${name}-${index + 1}` : name);

/** Whether all members have this very address: a group of IP multicast. */
const isGroup = (address: string): boolean => /^udp:\/\/(22[4-9]|23\d)\./.test(address);

/**
 * Runs all roles of a style as processes of their own, and says what each says, its name before it. Resolves to the exit
 * code when they have ended: one role by itself, then the others, told so once nobody says anything any more.
 */
export async function playTogether(folder: StyleFolder, { program, say, signal, options }: Together): Promise<number> {
  const { style } = folder;
  const ground = await (await folder.ground?.())?.openGround();
  const players: Player[] = [];
  let lastSaid = performance.now();

  const start = async (role: Role, index: number): Promise<void> => {
    const name = nameOf(role, index);
    const beside = players.find((player) => player.role === role)?.addresses.filter(isGroup) ?? [];
    const own = beside.length > 0 ? beside : loopback(role);
    const bind = ground && !brokerOf(style) ? ground.bind(role.name, index) : role.binds ? own : [];
    const known = knownTo(style, role, players, ground?.connect?.(role.name, index));
    const line = [...program, style.id, '--role', role.name, '--name', name, '--wait'];
    for (const address of bind) line.push('--bind', address);
    for (const address of known) line.push('--connect', address);
    const child = startProcess([...(ground?.prefix(role.name, index) ?? []), ...line, ...options], {
      env: { ...process.env },
    });
    const first = await child.line(/^ready /).catch((error: Error) => {
      throw new Error(`${name} did not start\n${error.message}`);
    });
    players.push({ role, child, addresses: JSON.parse(first.slice('ready '.length)).addresses });
    child.eachLine((text) => {
      lastSaid = performance.now();
      say(`${name}: ${text}`);
    });
  };

  try {
    const receivers = style.roles
      .filter(({ part }) => part === 'receiver')
      .flatMap((role) => Array.from({ length: role.count ?? 1 }, (_, index) => nameOf(role, index)));
    await (await folder.setup?.())?.setUp({ connect: ground?.connect?.('setup', 0) ?? [], receivers });
    for (const role of startOrder(style))
      for (let index = 0; index < (role.count ?? 1); index++) await start(role, index);
    // A sender that binds is up before those that it sends to.
    for (const { child } of players) child.write('go');
    const ends = players.map(({ child }) => child.exited);
    const stop = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([stop, ...ends]);
    while (!signal.aborted && performance.now() - lastSaid < quiet)
      await Promise.race([stop, Promise.all(ends), new Promise((resolve) => setTimeout(resolve, 100))]);
    for (const { child } of players) child.kill('SIGTERM');
    const exits = await Promise.all(ends);
    for (const [index, { child }] of players.entries()) if (exits[index]?.code !== 0) say(child.output().stderr.trim());
    return exits.every(({ code, signal: by }) => code === 0 || by === 'SIGTERM') ? 0 : 1;
  } finally {
    for (const { child } of players) child.kill('SIGKILL');
    await ground?.close();
  }
}
