import { cpus } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startProcess, type Child } from '../libs/faults';
import { openLab } from '../libs/styles/group/shown/lab';

// Deliveries per second, summed over the members: each of 5 processes sends 100 B as fast as the others take it, for some
// seconds; no history is written. Beside it the same processes with plain sockets, which promise nothing.

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    members: { type: 'string', default: '5' },
    child: { type: 'string', default: '' },
    out: { type: 'string', default: '' },
    json: { type: 'string' },
    stacks: { type: 'string', multiple: true },
  },
});
const forMs = Number(values.seconds) * 1000;
const names = Array.from({ length: Number(values.members) }, (_, index) => `p${index + 1}`);

interface Flood {
  sent: number;
  delivered: number;
  ms: number;
}

interface Measured {
  what: string;
  sentPerSecond: number;
  deliveriesPerSecond: number;
  /** Of what the members would have been given had nothing been lost or under way. */
  share: number;
}

const sum = (floods: Flood[], of: (flood: Flood) => number): number =>
  floods.reduce((total, one) => total + of(one), 0);

const measured = (what: string, floods: Flood[]): Measured => {
  const seconds = Math.max(...floods.map(({ ms }) => ms)) / 1000;
  const [sent, delivered] = [sum(floods, (one) => one.sent), sum(floods, (one) => one.delivered)];
  return {
    what,
    sentPerSecond: Math.round(sent / seconds),
    deliveriesPerSecond: Math.round(delivered / seconds),
    share: Number((delivered / (sent * names.length)).toFixed(3)),
  };
};

async function plain(how: 'plain-udp' | 'plain-tcp'): Promise<Measured> {
  const group = `239.78.${process.pid & 255}.${(process.pid >> 8) & 255}`;
  const children: { child: Child; port: number }[] = [];
  let port = 0;
  while (children.length < names.length) {
    const child = startProcess([process.execPath, values.child, how, `${group}:${port}`]);
    const ready = Number((await child.line(/^ready /)).slice('ready '.length));
    if (how === 'plain-udp') port = ready;
    children.push({ child, port: ready });
  }
  const tell = async (told: object) =>
    Promise.all(
      children.map(async ({ child }, index) => {
        child.write(JSON.stringify({ n: index, ...told }));
        return JSON.parse((await child.line(/^> /)).slice(2)) as { flood?: Flood };
      }),
    );
  await tell({ do: 'peers', peers: children.map((one) => one.port) });
  const said = await tell({ do: 'flood', forMs });
  for (const { child } of children) child.kill('SIGKILL');
  return measured(
    how === 'plain-udp' ? 'plain socket, UDP multicast' : 'plain sockets, TCP',
    said.map((one) => one.flood!),
  );
}

async function stacked(stack: string): Promise<Measured> {
  const command = [process.execPath, values.child, 'member'];
  const lab = openLab({ command, stack: stack.split(','), out: values.out, unrecorded: true });
  try {
    const members = await lab.members(names);
    const said = await Promise.all(members.map((player) => player.tell({ do: 'flood', forMs, size: 100 })));
    return measured(
      stack,
      said.map((one) => one.flood!),
    );
  } finally {
    await lab.close();
  }
}

const orders = ['fifo', 'causal', 'sequencer'];
const stacks =
  values.stacks ?? ['udp', 'tcp'].flatMap((transport) => orders.map((order) => `${transport},nack,${order}`));

async function main(): Promise<void> {
  const rows: Measured[] = [];
  const add = async (row: Promise<Measured>) => {
    const { what, sentPerSecond, deliveriesPerSecond, share } = await row;
    rows.push({ what, sentPerSecond, deliveriesPerSecond, share });
    console.log(
      `${what.padEnd(30)} ${String(deliveriesPerSecond).padStart(9)} deliveries/s  ${String(sentPerSecond).padStart(8)} sent/s  ${(share * 100).toFixed(1).padStart(5)} % delivered meanwhile`,
    );
  };
  console.log(`${names.length} processes, 100 B, ${values.seconds} s each, ${cpus().length} × ${cpus()[0]?.model}`);
  await add(plain('plain-udp'));
  await add(plain('plain-tcp'));
  for (const stack of stacks) await add(stacked(stack));
  if (values.json === undefined) return;
  mkdirSync(dirname(values.json), { recursive: true });
  writeFileSync(join(values.json), JSON.stringify({ members: names.length, bytes: 100, rows }, null, 2));
}

void main();
