import { openProxy } from '@parley/faults';
import { grpcClient, grpcService, serveGrpc, type Marshalling } from '@parley/middleware/grpc';
import type { Show } from '@parley/roles';
import { draw, partHere, startPart } from '@parley/staging';
import { targetOf } from '../../address';
import { callsName, type CallsDefinition } from '../service';

const workMs = 5;
const print = (value: object) =>
  process.stdout.write(`${JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}` : one))}\n`);

/** The server, as a process of its own: it prints when it unpacked, ran and packed. */
const serve = async (signal: AbortSignal): Promise<void> => {
  const at = () => process.hrtime.bigint();
  const service = grpcService<CallsDefinition>(callsName, {
    Notify: async () => ({}),
    Reserve: async () => ({}),
    Echo: async ({ text }) => {
      print({ step: 'runs', at: at() });
      await new Promise((resolve) => setTimeout(resolve, workMs));
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
    let listening = false;
    const back: bigint[] = [];
    const toServer = (chunk: Buffer) => {
      if (listening && !times.has('net out')) times.set('net out', process.hrtime.bigint());
      return chunk;
    };
    const toClient = (chunk: Buffer) => {
      if (listening) back.push(process.hrtime.bigint());
      return chunk;
    };
    const target = { host: '127.0.0.1', port: Number(times.get('server ready')) };
    const tap = await openProxy({
      carrier: 'tcp',
      target,
      tap: { toServer, toClient },
    });
    const watch = ({ step, at }: Marshalling) => void times.set(`client ${step}`, at);
    const client = grpcClient<CallsDefinition>(callsName, targetOf([`127.0.0.1:${tap.port}`]), { watch });
    try {
      for (let warm = 0; warm < 5; warm += 1) await client.Echo({ text: 'warm' });
      listening = true;
      const called = process.hrtime.bigint();
      await client.Echo({ text: 'ten steps' });
      const returned = process.hrtime.bigint();
      listening = false;
      while ((times.get('server packed') ?? 0n) < called) await new Promise((resolve) => setTimeout(resolve, 2));
      // Before the answer the server may acknowledge other things.
      const answered = back.find((at) => at >= (times.get('server packed') ?? 0n));
      if (answered !== undefined) times.set('net back', answered);
      const ms = (name: string) => Number((times.get(name) ?? 0n) - called) / 1e6;
      const steps: [string, number, string][] = [
        ['1 client calls its stub', ms('client packing'), 'client stub'],
        ['2 client stub packs', ms('client packed'), 'client stub'],
        ['3 client OS sends it: out on the network', ms('net out'), 'network'],
        ['4 server OS gives it to its stub', ms('server unpacking'), 'server stub'],
        ['5 server stub unpacks', ms('server unpacked'), 'server stub'],
        ['6 procedure runs', ms('server ran'), 'procedure'],
        ['7 server stub packs the result', ms('server packed'), 'server stub'],
        ['8 server OS sends it: back on the network', ms('net back'), 'network'],
        ['9 client OS gives it to its stub', ms('client unpacking'), 'client stub'],
        ['10 client stub unpacks and returns', Number(returned - called) / 1e6, 'client stub'],
      ];
      steps.forEach(([step, at], index) => {
        const took = at - (steps[index - 1]?.[1] ?? 0);
        stage.say(`${step.padEnd(46)} ends at ${at.toFixed(3).padStart(8)} ms, took ${took.toFixed(3).padStart(8)} ms`);
      });
      stage.say(
        '\nPacking and unpacking are measured in the stubs, the network in a tap between two sockets, all by one clock.',
      );
      stage.say(
        'Not told apart: HTTP/2 framing, the kernel’s send and receive, and the wakening of the process (3, 4, 8, 9).\n',
      );
      const names = ['client stub', 'network', 'server stub', 'procedure'];
      draw(stage, 'ten-steps', {
        title: 'The ten steps of a remote procedure call (from a real call)',
        text: steps.map(([step, at]) => `${step}: until ${at.toFixed(3)} ms`).join('; '),
        lifelines: names.map((id) => ({ id, label: id })),
        bars: [
          { on: 'client stub', from: 0, to: Number(returned - called) / 1e6, kind: 'blocked' },
          { on: 'procedure', from: ms('server runs'), to: ms('server ran'), kind: 'runs' },
        ],
        arrows: [],
        marks: steps.map(([label, at, on]) => ({ on, at, label })),
      });
      const inOrder = steps.every(([, at], index) => at >= (steps[index - 1]?.[1] ?? 0));
      return [
        {
          says: 'the ten steps follow one another',
          measured: `${steps.length} steps in ${(Number(returned - called) / 1e6).toFixed(3)} ms`,
          holds: inOrder,
        },
      ];
    } finally {
      client.close();
      await tap.close();
      child.kill('SIGKILL');
    }
  },
};
