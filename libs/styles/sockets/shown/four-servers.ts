import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { threadId, Worker } from 'node:worker_threads';
import { openCalls } from '@parley/middleware/socket';

/** What there is to be taken, before the first request. */
export const stock = 8;

/** What a server says of a request: when it was at work on it, in ns of the host's clock, and with what. */
export interface Served {
  began: string;
  ended: string;
  pid: number;
  thread: number;
  /** What is left of the stock that it knows. */
  left: number;
  /** Bytes that its process has for itself alone; 0 where nobody asked for it. */
  ownBytes: number;
}

/** What a request is done with. */
interface Desk {
  fs: typeof fs;
  threadId: number;
  left: Int32Array;
}

// The next three are run by threads and processes of their own too, which get their text and nothing else: they use
// nothing but their arguments and what every program of Node has.

/**
 * The work of one request, the same in all four; how they wait is what they differ in. `wait N`: N ms for something else,
 * as for a disk. `compute N`: N ms of the processor. `take`: reads the stock, waits, writes. `memory`. `die`.
 */
function* work(request: string, { fs, threadId, left }: Desk): Generator<number, string> {
  const [what, millis] = request.trim().split(' ');
  const began = process.hrtime.bigint();
  const before = left[0]!;
  if (what === 'wait') yield Number(millis);
  if (what === 'take') {
    yield 50;
    left[0] = before - 1;
  }
  if (what === 'compute') for (const end = performance.now() + Number(millis); performance.now() < end;);
  if (what === 'die') process.kill(process.pid, 'SIGKILL');
  const memory = what === 'memory' ? fs.readFileSync('/proc/self/smaps_rollup', 'utf8') : '';
  const served: Served = {
    began: `${began}`,
    ended: `${process.hrtime.bigint()}`,
    pid: process.pid,
    thread: threadId,
    left: left[0]!,
    ownBytes: 1024 * Number(/^Private_Dirty:\s+(\d+)/m.exec(memory)?.[1] ?? 0),
  };
  return `${JSON.stringify(served)}\n`;
}

/** Serves one connection by calls that block this thread. */
function serveOne(how: typeof work, conversation: number, desk: Desk): void {
  const { fs } = desk;
  const buffer = Buffer.alloc(1024);
  try {
    const steps = how(buffer.toString('utf8', 0, fs.readSync(conversation, buffer)), desk);
    let step = steps.next();
    for (; !step.done; step = steps.next()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, step.value);
    fs.writeSync(conversation, step.value);
  } catch {
    // That client has gone; the next may be there.
  } finally {
    fs.closeSync(conversation);
  }
}

/** Takes connections out of a ring of 64, in their order, as one of several threads: [taken, put, descriptors …]. */
function serveHanded(serve: typeof serveOne, how: typeof work, ring: Int32Array, desk: Desk): never {
  for (;;) {
    const [taken, put] = [Atomics.load(ring, 0), Atomics.load(ring, 1)];
    if (taken === put) Atomics.wait(ring, 1, put);
    else {
      const conversation = ring[2 + (taken % 64)]!;
      if (Atomics.compareExchange(ring, 0, taken, taken + 1) === taken) serve(how, conversation, desk);
    }
  }
}

/** A socket at which clients can connect; its port is on stdout. */
function openDoor(): { accept(): number } {
  const calls = openCalls();
  const listening = calls.socket();
  calls.bind(listening, 0);
  calls.listen(listening, 128);
  process.stdout.write(`port ${calls.port(listening)}\n`);
  return { accept: () => calls.accept(listening) };
}

const shared = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
const desk = (): Desk => ({ fs, threadId, left: shared(1).fill(stock) });

/** One thread: accepts one, serves it, accepts the next. */
function oneThread(): never {
  const [door, mine] = [openDoor(), desk()];
  for (;;) serveOne(work, door.accept(), mine);
}

/** One thread accepts, and hands each connection to one of so many others. */
async function threads(count: number): Promise<never> {
  const [ring, { left }] = [shared(66), desk()];
  const text = `const { workerData, threadId, parentPort } = require('node:worker_threads');
    const desk = { fs: require('node:fs'), threadId, left: workerData.left };
    parentPort.postMessage('ready');
    (${serveHanded})(${serveOne}, ${work}, workerData.ring, desk);`;
  const start = () => new Worker(text, { eval: true, workerData: { ring, left } });
  await Promise.all(Array.from({ length: count }, () => new Promise((ready) => start().once('message', ready))));
  const door = openDoor();
  for (;;) {
    const conversation = door.accept();
    ring[2 + (ring[1]! % 64)] = conversation;
    Atomics.add(ring, 1, 1);
    Atomics.notify(ring, 1);
  }
}

/** A process for each client: it inherits the connection, serves it, ends. */
async function processes(): Promise<never> {
  const text = `const desk = { fs: require('node:fs'), threadId: 0, left: new Int32Array(1).fill(${stock}) };
    (${serveOne})(${work}, 3, desk);`;
  const door = openDoor();
  for (;;) {
    const conversation = door.accept();
    spawn(process.execPath, ['-e', text], { stdio: ['ignore', 'ignore', 'ignore', conversation] }).unref();
    fs.closeSync(conversation);
    // Children that have ended are seen to between two clients.
    await new Promise(setImmediate);
  }
}

/** One thread that never waits: the system says which connection has something to do. */
function eventLoop(): void {
  const mine = desk();
  const server = net.createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', async (request) => {
        const steps = work(request.toString(), mine);
        let step = steps.next();
        for (; !step.done; step = steps.next()) {
          const millis = step.value;
          await new Promise((resolve) => setTimeout(resolve, millis));
        }
        socket.end(step.value);
      });
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`port ${(server.address() as net.AddressInfo).port}\n`);
  });
}

/** Runs the server of that name; it serves until it is killed. */
export async function playServer(name: string, told: string[]): Promise<never> {
  if (name === 'one') oneThread();
  if (name === 'threads') await threads(Number(told[0]));
  if (name === 'processes') await processes();
  eventLoop();
  return new Promise<never>(() => undefined);
}
