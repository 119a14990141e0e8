import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codecs, type ContentType } from '@parley/marshalling';
import type { Finding, Show } from '@parley/roles';
import { table } from '@parley/staging';
import { compressed, encrypted, over, socket, zeromq, type CarrierLayer } from '../../shown/below';
import { check, order, question, types } from '../../shown/stock-check';
import { openWiretap } from '../../shown/wiretap';

interface Stack {
  codec: ContentType;
  carrier: CarrierLayer;
  name: string;
  by: 'tcp' | 'ipc';
}

const json = 'application/json';
const stacks: Stack[] = [
  { codec: json, carrier: socket, name: 'TCP', by: 'tcp' },
  { codec: json, carrier: socket, name: 'Unix socket', by: 'ipc' },
  { codec: json, carrier: zeromq, name: 'ZeroMQ, TCP', by: 'tcp' },
  { codec: json, carrier: zeromq, name: 'ZeroMQ, Unix socket', by: 'ipc' },
  { codec: 'application/x-protobuf', carrier: socket, name: 'TCP', by: 'tcp' },
  { codec: 'application/msgpack', carrier: socket, name: 'TCP', by: 'tcp' },
  { codec: 'application/avro', carrier: socket, name: 'TCP', by: 'tcp' },
  { codec: 'application/xml', carrier: socket, name: 'TCP', by: 'tcp' },
  { codec: 'application/xml', carrier: compressed(socket), name: 'compressed, TCP', by: 'tcp' },
  { codec: json, carrier: encrypted, name: 'encrypted, ZeroMQ, TCP', by: 'tcp' },
];

/** Runs both applications over a stack, with somebody who listens in between. */
async function runOver({ codec, carrier, name, by }: Stack, folder: string) {
  const { asking, answering } = over(codec, types);
  const server = await carrier.serve(
    by === 'tcp' ? 'tcp://127.0.0.1:0' : `ipc://${join(folder, 'server')}`,
    answering(check),
  );
  const tap = await openWiretap(server.address);
  const client = carrier.open(tap.address);
  try {
    const result = await order(asking(client.ask));
    const [there, back] = [tap.there(), tap.back()];
    return { codec, name, result, there, back, readable: there.includes('85123A') };
  } finally {
    await client.close();
    await tap.close();
    await server.close();
  }
}

async function demonstrate(say: (line: string) => void): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  try {
    const runs: Awaited<ReturnType<typeof runOver>>[] = [];
    for (const stack of stacks) runs.push(await runOver(stack, folder));
    const rows = runs.map(({ codec, name, there, back, readable, result }) => [
      codec.replace('application/', ''),
      name,
      `${there.length} B`,
      `${back.length} B`,
      readable ? 'yes' : 'no',
      result === runs[0]!.result ? 'as the first' : result,
    ]);
    say(`The application over the first: ${runs[0]!.result}\n`);
    const head = ['codec', 'below it', 'there', 'back', '“85123A” to be read', 'application’s result'];
    for (const line of table(head, rows)) say(line);
    const of = (codec: string, name: string) => runs.find((run) => run.codec.endsWith(codec) && run.name === name)!;
    const same = (some: typeof runs) => some.filter(({ result }) => result === runs[0]!.result).length;
    const written = (codec: ContentType) => codecs[codec].encode(types.request, question(40));
    const begins = ({ there }: (typeof runs)[0]) => there.subarray(0, 5).toString('hex');
    const carriers = [
      of('json', 'TCP'),
      of('json', 'Unix socket'),
      of('json', 'ZeroMQ, TCP'),
      of('json', 'ZeroMQ, Unix socket'),
    ];
    const byCodec = runs.filter(({ name }) => name === 'TCP');
    const [plain, small] = [of('xml', 'TCP'), of('xml', 'compressed, TCP')];
    const [open, secret] = [of('json', 'ZeroMQ, TCP'), of('json', 'encrypted, ZeroMQ, TCP')];
    return [
      {
        says: 'the same application, to the letter, has the same result over every stack',
        measured: `${same(runs)} of ${runs.length}: ${runs[0]!.result}`,
        holds:
          same(runs) === runs.length &&
          runs[0]!.result === '1: all there; 40: 22423 60 of 80; 500: 85123A 84 of 500, 22423 60 of 1000',
      },
      {
        says: 'another carrier: TCP for a Unix socket, ZeroMQ for a socket with other bytes; the same result',
        measured: carriers.map((run) => `${run.name} ${run.there.length} B that begin with ${begins(run)}`).join(', '),
        holds:
          same(carriers) === carriers.length &&
          carriers.every((run) => (begins(run) === begins(open)) === run.name.startsWith('ZeroMQ')),
      },
      {
        says: 'one codec for another: each one’s bytes are on the way, and no other’s; the same result',
        measured: byCodec
          .map(({ codec, there }) => `${codec.replace('application/', '')} ${there.length} B`)
          .join(', '),
        holds:
          same(byCodec) === byCodec.length &&
          byCodec.every((run) =>
            byCodec.every(({ codec }) => run.there.includes(written(codec)) === (codec === run.codec)),
          ),
      },
      {
        says: 'a layer put in between makes them fewer, and the application is not told',
        measured: `XML ${plain.there.length + plain.back.length} B, compressed ${small.there.length + small.back.length} B`,
        holds: small.there.length + small.back.length < plain.there.length + plain.back.length && plain.readable,
      },
      {
        says: 'another makes them secret',
        measured: `“85123A” is ${open.readable ? '' : 'not '}to be read without it, and ${secret.readable ? '' : 'not '}with it`,
        holds: open.readable && !secret.readable,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const show: Show = {
  title: 'A layer is swapped under an application that does not notice',
  rows: ['S56'],
  run: ({ say }) => demonstrate(say),
};
