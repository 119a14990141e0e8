import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keep } from './keep.mjs';
import { choosePorts, freePort, isFree, isOpen } from './ports.mjs';
import { identity, isAlive, startProcess, stopProcess, until, untilReady } from './processes.mjs';
import { cleanRunState, openRunState, readRunState } from './run-state.mjs';
import { readJson, withLock, writeJson } from './state.mjs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'parley-infra-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sleeper = (script = 'setInterval(() => {}, 1000)') =>
  startProcess(process.execPath, ['-e', script], { env: process.env, cwd: folder, log: join(folder, 'log') });

/** A kept process that says ready by a file of its own. */
function keepScript(script: string, options = {}) {
  const lines: string[] = [];
  const starts: number[] = [];
  const kept = keep({
    name: 'script',
    firstDelayMs: 10,
    onLine: (line: string) => lines.push(line),
    start: async (attempt: number, onSpawn) => {
      starts.push(Date.now());
      const marker = join(folder, `ready-${attempt}`);
      const child = sleeper(`require('fs').writeFileSync(${JSON.stringify(marker)}, ''); ${script}`);
      const stop = (how) => stopProcess(child, how);
      onSpawn([{ ...child, stop }]);
      await untilReady(child, () => existsSync(marker), { name: 'script', withinMs: 10_000 });
      return {
        pid: child.pid,
        processes: [{ ...child, stop }],
        exited: child.exited,
        stop,
        kill: (signal) => process.kill(child.pid, signal),
      };
    },
    ...options,
  });
  return { kept, lines, starts };
}

describe('ports', () => {
  it('keeps a wanted port that is free and replaces one that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port: taken } = server.address() as { port: number };
    const free = await freePort();
    // A port given out once is not given again: what is asked for here is a neighbour that nobody has had.
    const chosen = await choosePorts({ taken, free: free + 10_000 });
    expect(chosen.taken).not.toBe(taken);
    expect(await isFree(chosen.taken)).toBe(true);
    expect(chosen.free).toBe(free + 10_000);
    expect(await isOpen(taken)).toBe(true);
    server.close();
  });

  it('gives no port twice', async () => {
    const chosen = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    expect(new Set(chosen).size).toBe(50);
  });
});

describe('a process', () => {
  it('is not taken for another that has its id', async () => {
    const child = sleeper();
    expect(isAlive(child)).toBe(true);
    expect(isAlive({ pid: child.pid, started: '1' })).toBe(false);
    await stopProcess(child);
    expect(isAlive(child)).toBe(false);
  });

  it('that ignores SIGTERM is killed after its grace', async () => {
    const child = sleeper("process.on('SIGTERM', () => {}); console.log('armed'); setInterval(() => {}, 1000)");
    await until(() => readFileSync(child.log, 'utf8').includes('armed'), { what: 'the handler' });
    await stopProcess(child, { graceMs: 100 });
    expect(await child.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  it('that ends before it is ready is an error with the end of its log', async () => {
    const child = sleeper("console.error('no such luck'); process.exit(3)");
    const ready = untilReady(child, () => false, { name: 'luck', withinMs: 10_000 });
    await expect(ready).rejects.toThrow(/luck ended before it was ready \(exit code 3\)[^]*no such luck/);
  });
});

describe('a kept process', () => {
  it('is started again when it dies, with a line that says so', async () => {
    const { kept, lines } = keepScript('setInterval(() => {}, 1000)');
    await kept.ready;
    const first = kept.pid;
    expect(kept.kill('SIGKILL')).toBe(true);
    await kept.up();
    expect(kept.pid).not.toBe(first);
    expect(kept.restarts).toBe(1);
    expect(lines[0]).toMatch(/script died \(SIGKILL\)/);
    const last = identity(kept.pid);
    await kept.stop();
    expect(isAlive(last)).toBe(false);
    expect(kept.status).toBe('stopped');
  });

  it('is started again at once when that is asked for, without a word of death', async () => {
    const { kept, lines } = keepScript('setInterval(() => {}, 1000)', { firstDelayMs: 60_000 });
    await kept.ready;
    await kept.restart();
    expect(kept.restarts).toBe(1);
    expect(lines.join()).not.toMatch(/died/);
    await kept.stop();
  });

  it('waits longer each time', async () => {
    const { kept, starts } = keepScript('setTimeout(() => process.exit(1), 30)', { firstDelayMs: 100 });
    await until(() => starts.length >= 4, { what: 'four starts' });
    await kept.stop();
    const gaps = starts.slice(1).map((start, index) => start - starts[index]!);
    expect(gaps[1]!).toBeGreaterThanOrEqual(200);
    expect(gaps[2]!).toBeGreaterThanOrEqual(400);
  });

  it('that never gets ready is given up after so many starts, at once where no start can help', async () => {
    const failing = (fatal: boolean) => ({
      start: async () => Promise.reject(Object.assign(new Error('no'), { fatal })),
      patience: 3,
    });
    const { kept, lines } = keepScript('', failing(false));
    await expect(kept.ready).rejects.toThrow('no');
    expect(lines).toHaveLength(2);
    const { kept: fatal, lines: none } = keepScript('', failing(true));
    await expect(fatal.ready).rejects.toThrow('no');
    expect(none).toEqual([]);
  });

  it('leaves nothing of a start that failed after its process was there', async () => {
    const spawned: { pid: number }[] = [];
    const kept = keep({
      name: 'late',
      patience: 2,
      firstDelayMs: 10,
      start: async (_, onSpawn) => {
        const child = sleeper();
        spawned.push(child);
        onSpawn([{ ...child, stop: (how) => stopProcess(child, how) }]);
        throw new Error('too late');
      },
    });
    await expect(kept.ready).rejects.toThrow('too late');
    expect(spawned).toHaveLength(2);
    expect(spawned.filter(isAlive)).toEqual([]);
  });

  it('leaves nothing when it is stopped while it starts', async () => {
    let spawned;
    const kept = keep({
      name: 'slow',
      start: async (_, onSpawn) => {
        const child = sleeper();
        spawned = child;
        onSpawn([{ ...child, stop: (how) => stopProcess(child, how) }]);
        await untilReady(child, () => false, { name: 'slow', withinMs: 60_000 });
      },
    });
    await until(() => spawned, { what: 'the spawn' });
    await kept.stop();
    expect(isAlive(spawned)).toBe(false);
    await expect(kept.ready).rejects.toThrow('slow was stopped');
  });
});

describe('state', () => {
  it('of a supervisor that died is cleaned: its processes stop, others do not', async () => {
    const supervisor = spawn(process.execPath, ['-e', '']);
    const dead = identity(supervisor.pid);
    await once(supervisor, 'exit');
    const [left, stranger] = [sleeper(), sleeper()];
    const file = join(folder, 'run', 'state.json');
    writeJson(file, {
      supervisor: dead,
      processes: [
        { name: 'orders-1', kind: 'service', pid: left.pid, started: left.started },
        { name: 'packing-1', kind: 'service', pid: stranger.pid, started: '1' },
      ],
    });
    const state = readRunState(file);
    expect(state.live).toBe(false);
    expect(await cleanRunState(file, state)).toEqual(['orders-1']);
    expect(isAlive(left)).toBe(false);
    expect(isAlive(stranger)).toBe(true);
    expect(existsSync(file)).toBe(false);
    await stopProcess(stranger);
  });

  it('follows the kept processes, and goes with the run', async () => {
    const file = join(folder, 'state.json');
    const opened: { changed?: () => void } = {};
    const { kept } = keepScript('setInterval(() => {}, 1000)', { onChange: () => opened.changed?.() });
    const state = Object.assign(opened, openRunState(file, { base: folder }));
    state.track(kept, { kind: 'service', ports: { grpc: 1 } });
    await kept.ready;
    expect(readRunState(file)).toMatchObject({
      live: true,
      processes: [{ name: 'script', status: 'ready', pid: kept.pid, ports: { grpc: 1 } }],
    });
    await kept.stop();
    expect(readRunState(file).processes[0].status).toBe('stopped');
    state.close();
    expect(readRunState(file)).toBeUndefined();
  });

  it('is guarded by a lock that one has at a time, and that a dead owner does not keep', async () => {
    const lock = join(folder, 'lock');
    const owner = spawn(process.execPath, ['-e', '']);
    writeFileSync(lock, JSON.stringify(identity(owner.pid)));
    await once(owner, 'exit');
    let inside = 0;
    const enter = () =>
      withLock(lock, async () => {
        inside += 1;
        expect(inside).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(readJson(lock)).toBeUndefined();
  });
});
