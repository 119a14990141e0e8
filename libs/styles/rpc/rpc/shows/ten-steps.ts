import { openProxy } from '@parley/faults';
import { grpcClient, grpcService, serveGrpc, type Marshalling } from '@parley/middleware/grpc';
import type { Show } from '@parley/roles';
import { draw, partHere, startPart, table, until } from '@parley/staging';
import { targetOf } from '../../address';
import { callsName, type CallsDefinition } from '../service';

const workMs = 5;
const calls = 9;

/** The ten steps, each with where it ends; `short`: what the figure has room for. */
const steps = [
  { is: '1 client calls its stub', short: 'stub is called', on: 'client stub' },
  { is: '2 client stub packs', short: 'packed', on: 'client stub' },
  { is: '3 client OS sends it: out on the network', short: 'on the network', on: 'network' },
  { is: '4 server OS gives it to its stub', short: 'at the stub', on: 'server stub' },
  { is: '5 server stub unpacks', short: 'unpacked', on: 'server stub' },
  { is: '6 procedure runs', short: 'has run', on: 'procedure' },
  { is: '7 server stub packs the result', short: 'result packed', on: 'server stub' },
  { is: '8 server OS sends it: back on the network', short: 'on the network', on: 'network' },
  { is: '9 client OS gives it to its stub', short: 'at the stub', on: 'client stub' },
  { is: '10 client stub unpacks and returns', short: 'returns', on: 'client stub' },
];

interface Call {
  /** When each step had ended, in ms. */
  ends: number[];
  /** When the procedure began. */
  runs: number;
}

const middle = <T>(sorted: T[]): T => sorted[Math.floor(sorted.length / 2)]!;

const print = (value: object) =>
  process.stdout.write(`${JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}` : one))}\n`);

/** The server, as a process of its own: it prints when it unpacked, ran and packed. */
const serve = async (signal: AbortSignal): Promise<void> => {
  const at = () => process.hrtime.bigint();
  const service = grpcService<CallsDefinition>(callsName, {
    Notify: async () => ({}),
    Reserve: async () => ({}),
    Echo: async ({ text }) => {
      const runs = at();
      print({ step: 'runs', at: runs });
      // A timer counts from when its loop last looked at the clock, and may be early by that.
      for (let left = workMs; left > 0; left = workMs - Number(at() - runs) / 1e6)
        await new Promise((resolve) => setTimeout(resolve, left));
      print({ step: 'ran', at: at() });
      return { text };
    },
  });
  const { port } = await serveGrpc({ address: '127.0.0.1:0', services: [service], watch: print });
  print({ step: 'ready', at: port });
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
};

export const show: Show = {
  title: 'The ten steps of a remote procedure call, each with its time',
  rows: ['S8'],
  run: async (stage) => {
    if (partHere()) return serve(stage.signal).then(() => []);
    const child = startPart('rpc', 'ten-steps', 'server');
    const times = new Map<string, bigint>();
    child.eachLine((line) => {
      if (!line.startsWith('{')) return;
      const { step, at } = JSON.parse(line) as { step: string; at: string };
      times.set(`server ${step}`, BigInt(at));
    });
    await child.line(/"ready"/);
    const [out, back]: [bigint[], bigint[]] = [[], []];
    const passes = (times: bigint[]) => (chunk: Buffer) => {
      times.push(process.hrtime.bigint());
      return chunk;
    };
    const tap = await openProxy({
      carrier: 'tcp',
      target: { host: '127.0.0.1', port: Number(times.get('server ready')) },
      tap: { toServer: passes(out), toClient: passes(back) },
    });
    const watch = ({ step, at }: Marshalling) => void times.set(`client ${step}`, at);
    const client = grpcClient<CallsDefinition>(callsName, targetOf([`127.0.0.1:${tap.port}`]), { watch });

    /** One call: when each of its ten steps had ended, and when the procedure began, in ms since the call. */
    const call = async (): Promise<Call> => {
      const called = process.hrtime.bigint();
      await client.Echo({ text: 'ten steps' });
      const returned = process.hrtime.bigint();
      const at = (name: string) => times.get(name) ?? 0n;
      await until(() => at('server packed') > called);
      const ms = (moment = 0n) => Number(moment - called) / 1e6;
      // Before the request and before the answer the two may acknowledge other things.
      const sent = out.find((moment) => moment >= at('client packed'));
      const answered = back.find((moment) => moment >= at('server packed'));
      const names = ['client packing', 'client packed', '', 'server unpacking', 'server unpacked', 'server ran'];
      const ends = [...names, 'server packed', '', 'client unpacking'].map((name) => ms(at(name)));
      ends[2] = ms(sent);
      ends[7] = ms(answered);
      return { ends: [...ends, ms(returned)], runs: ms(at('server runs')) };
    };

    try {
      for (let warm = 0; warm < 5; warm += 1) await client.Echo({ text: 'warm' });
      const all: Call[] = [];
      for (let n = 0; n < calls; n++) all.push(await call());
      const took = all.map(({ ends }) => ends.map((end, step) => end - (ends[step - 1] ?? 0)));
      const rows = steps.map(({ is }, step) => {
        const each = took.map((one) => one[step]!).sort((a, b) => a - b);
        return [is, ...[middle(each), each[0]!, each.at(-1)!].map((one) => one.toFixed(3))];
      });
      stage.say(`${calls} calls, in ms:`);
      for (const line of table(['step', 'median', 'least', 'most'], rows)) stage.say(line);
      stage.say(
        '\nPacking and unpacking are measured in the stubs, the network in a tap between two sockets, all by one clock.',
      );
      stage.say(
        'Not told apart: HTTP/2 framing, the kernel’s send and receive, and the wakening of the process (3, 4, 8, 9).\n',
      );
      const shown = middle([...all].sort((a, b) => a.ends.at(-1)! - b.ends.at(-1)!));
      const total = shown.ends.at(-1)!;
      const names = ['client stub', 'network', 'server stub', 'procedure'];
      draw(stage, 'ten-steps', {
        title: `The ten steps of a remote procedure call (a real call, the middle one of ${calls})`,
        text: steps.map(({ is }, step) => `${is}: until ${shown.ends[step]!.toFixed(3)} ms`).join('; '),
        lifelines: names.map((id) => ({ id, label: id })),
        bars: [
          { on: 'client stub', from: 0, to: total, kind: 'blocked' },
          { on: 'procedure', from: shown.runs, to: shown.ends[5]!, kind: 'runs' },
        ],
        arrows: [],
        marks: steps.map(({ on, short }, step) => ({ on, at: shown.ends[step]!, label: `${step + 1} ${short}` })),
      });
      const inOrder = took.filter((one) => one.every((ms) => ms >= 0)).length;
      const inside = all.filter(({ ends, runs }) => runs >= ends[4]! && ends[5]! - runs >= workMs).length;
      return [
        {
          says: 'the ten steps follow one another',
          measured: `in ${inOrder} of ${calls} calls; the middle one took ${total.toFixed(3)} ms`,
          holds: inOrder === calls,
        },
        {
          says: `the procedure runs between unpacking and packing, for ${workMs} ms at the least`,
          measured: `in ${inside} of ${calls} calls; the middle one ran ${(shown.ends[5]! - shown.runs).toFixed(3)} ms`,
          holds: inside === calls,
        },
      ];
    } finally {
      client.close();
      await tap.close();
      child.kill('SIGKILL');
    }
  },
};
