import { startProcess, type Child, type Lan } from '@parley/faults';
import { pause } from '@parley/staging';

/** What passes the bottleneck, in bits a second, and what waits before it, in bytes; what comes beyond is dropped. */
export const bottleneck = { bits: 10_000_000, bytes: 64_000 };

/** How long the one flow’s window is looked at, in ms. */
export const sampledMs = 5000;

const port = 5405;

/** What the kernel says of one connection: its congestion window in segments, segments sent again, bytes acknowledged. */
interface Sample {
  at: number;
  cwnd: number;
  again: number;
  acked: number;
}

/** The congestion window before and after a loss. */
export interface Fall {
  before: number;
  after: number;
}

export interface Congestion {
  /** The congestion windows of the one flow, one sample after the other. */
  windows: number[];
  /** From one sample to the next: falls with segments that had to be sent again, rises without. */
  falls: Fall[];
  rises: number;
  /** Segments sent again. */
  again: number;
  /** Packets that the bottleneck dropped. */
  dropped: number;
  /** Mbit a second: one flow by itself; then both flows. */
  alone: number;
  shared: [number, number];
}

const run = async (command: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> => {
  const child = startProcess(command, { env: { ...process.env } });
  const { code } = await child.exited.catch(() => ({ code: 127 }));
  return { code, ...child.output() };
};

const sink = `require('net').createServer((s) => s.on('error', () => {}).resume()).listen(${port}, () => console.log('ready'))`;
const source = (host: string) => `
  const socket = require('net').connect(${port}, '${host}', () => { console.log('port ' + socket.localPort); fill(); });
  const bytes = Buffer.alloc(65536);
  const fill = () => { while (socket.write(bytes)); };
  socket.on('drain', fill);`;

const sampled = async (lan: Lan): Promise<Map<number, Sample>> => {
  const { stdout } = await run([...lan.prefix('a'), 'ss', '-tinHO', 'dst', lan.address('b')]);
  const at = performance.now();
  const number = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
  const lines = stdout.split('\n').filter((line) => line.includes('cwnd:'));
  return new Map(
    lines.map((line) => [
      number(line, /:(\d+)\s+\S+:\d+\s/),
      {
        at,
        cwnd: number(line, /\bcwnd:(\d+)/),
        again: number(line, /\bretrans:\d+\/(\d+)/),
        acked: number(line, /\bbytes_acked:(\d+)/),
      },
    ]),
  );
};

const mbits = (from: Sample, to: Sample): number => ((to.acked - from.acked) * 8) / 1000 / (to.at - from.at);

/**
 * Two TCP flows of host a to host b over a bottleneck at the switch, by Reno: first one, then both. Returns what is missing
 * where the kernel cannot make a bottleneck, or has no Reno.
 */
export async function congestion(lan: Lan): Promise<Congestion | string> {
  const reno = await run([...lan.prefix('a'), 'sysctl', '-w', 'net.ipv4.tcp_congestion_control=reno']);
  if (reno.code !== 0) return `no Reno here (${reno.stderr.trim()})`;
  const { bits, bytes } = bottleneck;
  const shape = ['root', 'tbf', 'rate', `${bits}bit`, 'burst', '16kb', 'limit', `${bytes}`];
  // Host b is the second of the network: the switch's second port.
  const out = [...lan.prefix('switch1'), 'tc'];
  const made = await run([...out, 'qdisc', 'add', 'dev', 'port2', ...shape]);
  if (made.code !== 0) return `no bottleneck here: tc needs the kernel’s tbf (${made.stderr.trim()})`;

  const children: Child[] = [];
  const start = async (host: string, script: string, line: RegExp): Promise<string> => {
    const child = startProcess([...lan.prefix(host), process.execPath, '-e', script], { env: { ...process.env } });
    children.push(child);
    return child.line(line);
  };
  const flow = async () => Number((await start('a', source(lan.address('b')), /^port /)).slice(5));
  try {
    await start('b', sink, /^ready/);
    const first = await flow();
    await pause(500);
    const samples: Sample[] = [];
    for (const end = performance.now() + sampledMs; performance.now() < end; await pause(40)) {
      const sample = (await sampled(lan)).get(first);
      if (sample) samples.push(sample);
    }
    const second = await flow();
    await pause(1000);
    const from = await sampled(lan);
    await pause(5000);
    const to = await sampled(lan);
    const steps = samples.slice(1).map((sample, index) => ({ was: samples[index]!, is: sample }));
    const { stdout } = await run([...out, '-s', 'qdisc', 'show', 'dev', 'port2']);
    return {
      windows: samples.map(({ cwnd }) => cwnd),
      falls: steps
        .filter(({ was, is }) => is.again > was.again && is.cwnd < was.cwnd)
        .map(({ was, is }) => ({ before: was.cwnd, after: is.cwnd })),
      rises: steps.filter(({ was, is }) => is.again === was.again && is.cwnd > was.cwnd).length,
      again: samples.at(-1)!.again,
      dropped: Number(/dropped (\d+)/.exec(stdout)?.[1] ?? 0),
      alone: mbits(samples[0]!, samples.at(-1)!),
      shared: [mbits(from.get(first)!, to.get(first)!), mbits(from.get(second)!, to.get(second)!)],
    };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map(({ exited }) => exited));
    await run([...out, 'qdisc', 'del', 'dev', 'port2', 'root']);
  }
}
