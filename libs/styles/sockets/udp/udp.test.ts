import { join } from 'node:path';
import fc from 'fast-check';
import { conformance } from '@parley/conformance/testing';
import { killChildren, startProcess } from '@parley/faults';
import { peerOf } from '@parley/middleware/datagram';
import type { DeckPlace } from '@parley/roles';
import { deck } from './deck';
import { bindFor, decodeUnit, encodeUnit } from './wire';

conformance(__dirname);

afterAll(killChildren);

/** Runs a program of the deck here; `started` resolves with its addresses. */
const run = (role: 'server' | 'client', where: { bind?: string[]; connect?: string[] }) => {
  const said: string[] = [];
  let ready = (_: string[]) => {};
  const started = new Promise<string[]>((resolve) => (ready = resolve));
  const stop = new AbortController();
  const place = { name: role, bind: [], connect: [], deadlineMs: 5000, credentials: 'right', args: [] } as const;
  const full: DeckPlace = {
    ...place,
    bind: [],
    connect: [],
    args: [],
    ...where,
    ready,
    signal: stop.signal,
    say: (line) => void said.push(line),
  };
  return { started, ended: deck[role](full), said, stop: () => stop.abort() };
};

const peer = (name: string, ...args: (string | number)[]) =>
  startProcess([process.env.PARLEY_PYTHON ?? 'python3', join(__dirname, 'peers', name), ...args.map(String)]);

describe('the connectionless exchange', () => {
  test('our client at their server', async () => {
    const port = await peer('server.py', '127.0.0.1', 0).line(/^\d+$/);
    const client = run('client', { connect: [`udp://127.0.0.1:${port}`] });
    await client.ended;
    expect(client.said).toEqual(['Hello, world*']);
  });

  test('two of their clients at our server, which goes on until it is told to stop', async () => {
    const server = run('server', { bind: ['udp://127.0.0.1:0'] });
    const { host, port } = peerOf((await server.started)[0]!);
    for (const client of [peer('client.py', host, port), peer('client.py', host, port)])
      expect(await client.line(/./)).toBe('Hello, world*');
    server.stop();
    await server.ended;
  });

  test('a client whose datagram nobody answers waits until it is told to stop', async () => {
    const server = run('server', { bind: ['udp://127.0.0.1:0'] });
    const [address] = await server.started;
    server.stop();
    await server.ended;
    const client = run('client', { connect: [address!] });
    await client.started;
    client.stop();
    await client.ended;
    expect(client.said).toEqual([]);
  });
});

test('a datagram comes back as it was, and what is none of ours is refused', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('notice', 'request', 'reply', 'failure'),
      fc.nat(0xffffffff),
      fc.uint8Array(),
      (kind, id, bytes) => {
        const unit = { kind, id, payload: Buffer.from(bytes) } as const;
        expect(decodeUnit(encodeUnit(unit))).toEqual(unit);
      },
    ),
  );
  for (const foreign of ['', 'GET / HTTP/1.1', '\u0000\u0000'])
    expect(() => decodeUnit(Buffer.from(foreign))).toThrow(/none of ours/);
});

test('a peer on another host is not asked from 127.0.0.1, one on this host is', () => {
  expect(bindFor({ host: '192.168.1.2', port: 1 })).toBe('udp://0.0.0.0:0');
  expect(bindFor({ host: '127.0.0.1', port: 1 })).toBe('udp://127.0.0.1:0');
});
