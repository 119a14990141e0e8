import { Fatal } from './errors';
import { closeAll, ms, tcpBehindProxy, until } from './proxy.fixture';
import { toxicsOf, type Toxic } from './toxics';

afterEach(closeAll);

const echo = () => tcpBehindProxy((socket) => void socket.on('data', (chunk) => socket.write(chunk)));
/** Says `n` bytes and ends, when it is asked. */
const speaker = (n: number) => tcpBehindProxy((socket) => void socket.once('data', () => socket.end(Buffer.alloc(n))));

test('without toxics it changes nothing, and counts', async () => {
  const { proxy, connect } = await echo();
  const { socket, seen } = await connect();
  socket.write('ask');
  await until(() => seen.text === 'ask');
  expect(proxy.counters()).toEqual({ accepted: 1, upstream: 3, downstream: 3, cut: 0 });
  expect(proxy.connections()).toBe(1);
  socket.end();
  await until(() => seen.closed && proxy.connections() === 0);
  expect(seen).toMatchObject({ ended: true, error: '' });
});

test('one side ends and the other goes on: what was asked for is still answered', async () => {
  const { connect } = await tcpBehindProxy((socket) => {
    socket.allowHalfOpen = true;
    socket.resume().on('end', () => socket.end('answer to the whole'));
  });
  const { socket, seen } = await connect();
  socket.end('all of it');
  await until(() => seen.closed);
  expect(seen.text).toBe('answer to the whole');
});

test('latency: each byte comes so much later, in its order', async () => {
  const { proxy, connect } = await echo();
  const { socket, seen } = await connect();
  proxy.addToxic({ type: 'latency', attributes: { latency: 80, jitter: 40 } });
  const took = await ms(async () => {
    for (const digit of '0123456789') {
      socket.write(digit);
      await new Promise(setImmediate);
    }
    await until(() => seen.bytes === 10);
  });
  expect(took).toBeGreaterThan(39);
  expect(seen.text).toBe('0123456789');
});

test('bandwidth: 20 KB at 100 KB/s take a fifth of a second', async () => {
  const { proxy, connect } = await speaker(20_000);
  proxy.addToxic({ type: 'bandwidth', attributes: { rate: 100 } });
  const { socket, seen } = await connect();
  socket.write('x');
  expect(await ms(() => until(() => seen.ended))).toBeGreaterThan(190);
  expect(seen.bytes).toBe(20_000);
});

test('bandwidth: who sends faster is held back, not buffered without end', async () => {
  const { proxy, connect } = await tcpBehindProxy((socket) => void socket.resume());
  proxy.addToxic({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 1 } });
  const { socket } = await connect();
  const written = Buffer.alloc(64 * 1024 * 1024);
  socket.write(written);
  await until(() => proxy.counters().upstream > 0);
  expect(socket.writableLength).toBeGreaterThan(written.length / 2);
});

test('slow_close: the end comes later than the last byte', async () => {
  const { proxy, connect } = await speaker(1);
  const name = proxy.addToxic({ type: 'slow_close', attributes: { delay: 600_000 } });
  const { socket, seen } = await connect();
  socket.write('x');
  await until(() => seen.bytes === 1);
  await new Promise<void>((resolve) => setTimeout(resolve, 30));
  expect(seen.ended).toBe(false);
  proxy.removeToxic(name);
  await until(() => seen.ended);
  proxy.addToxic({ type: 'slow_close', attributes: { delay: 100 } });
  const next = await connect();
  const took = ms(() => until(() => next.seen.ended));
  next.socket.write('x');
  expect(await took).toBeGreaterThan(99);
});

test('timeout: nothing gets through, then the connection is closed', async () => {
  const { proxy, connect } = await echo();
  proxy.addToxic({ type: 'timeout', attributes: { timeout: 60 } });
  const { socket, seen } = await connect();
  socket.write('x');
  await until(() => seen.closed);
  expect(seen).toMatchObject({ bytes: 0, error: '' });
});

test('timeout 0: what is said meanwhile is gone, the connection stays', async () => {
  const { proxy, connect } = await echo();
  const { socket, seen } = await connect();
  const name = proxy.addToxic({ type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } });
  const passed = proxy.addToxic({ type: 'timeout', name: 'watch', attributes: { timeout: 0 }, toxicity: 0 });
  socket.write('lost');
  await new Promise<void>((resolve) => setTimeout(resolve, 30));
  proxy.removeToxic(name);
  proxy.removeToxic(passed);
  socket.write('heard');
  await until(() => seen.bytes > 0);
  expect(seen.text).toBe('heard');
});

test('reset_peer: the connection is reset', async () => {
  const { proxy, connect } = await echo();
  const { seen } = await connect();
  proxy.addToxic({ type: 'reset_peer', attributes: { timeout: 0 } });
  await until(() => seen.closed);
  expect(seen.error).toBe('ECONNRESET');
});

test('slicer: every byte in a piece of its own, all there', async () => {
  const { proxy, connect } = await speaker(50);
  proxy.addToxic({ type: 'slicer', attributes: { average_size: 1, delay: 2000 } });
  const { socket, seen } = await connect();
  socket.write('x');
  await until(() => seen.ended);
  expect(seen.bytes).toBe(50);
  expect(seen.chunks.length).toBeGreaterThan(20);
});

test('limit_data: so many bytes, then the connection is closed', async () => {
  const { proxy, connect } = await speaker(500);
  proxy.addToxic({ type: 'limit_data', attributes: { bytes: 123 } });
  const { socket, seen } = await connect();
  socket.write('x');
  await until(() => seen.closed);
  expect(seen.bytes).toBe(123);
});

describe('cut_after_request', () => {
  /** Asks on a connection of its own; whether it was answered. */
  const asks = async (connect: Awaited<ReturnType<typeof echo>>['connect'], text: string) => {
    const { socket, seen } = await connect();
    socket.write(text);
    await until(() => seen.closed || seen.bytes === text.length);
    return seen.text === text;
  };

  test('every third request reaches the target and loses its answer', async () => {
    const served: string[] = [];
    const { proxy, connect } = await tcpBehindProxy((socket) => {
      socket.on('data', (chunk) => (served.push(String(chunk)), socket.write(chunk)));
    });
    proxy.addToxic({ type: 'cut_after_request', attributes: { every: 3 } });
    const answered = [];
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) answered.push(await asks(connect, text));
    expect(answered).toEqual([true, true, false, true, true, false, true]);
    expect(served).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(proxy.counters().cut).toBe(2);
  });

  test('by what request and answer hold: a greeting or an acknowledgement is neither', async () => {
    const replies: (() => void)[] = [];
    const { proxy, connect } = await tcpBehindProxy((socket) => {
      socket.on('data', (chunk) => {
        socket.write('ack ');
        if (chunk.includes('2')) replies.push(() => socket.write('reply'));
      });
    });
    proxy.addToxic({ type: 'cut_after_request', attributes: { request: 'order-2', response: 'reply' } });
    const { socket, seen } = await connect();
    for (const [text, expected] of [
      ['hello', 'ack '],
      ['order-1 ord', 'ack ack '],
      ['er-2', 'ack ack ack '],
    ] as const) {
      socket.write(text);
      await until(() => seen.text === expected);
    }
    replies[0]!();
    await until(() => seen.error === 'ECONNRESET');
    expect(seen.text).toBe('ack ack ack ');
    expect(proxy.counters().cut).toBe(1);
  });
});

test('down: nobody listens, who is connected is reset; enabled again on the same port', async () => {
  const { proxy, connect } = await echo();
  const before = await connect();
  await proxy.setEnabled(false);
  await until(() => before.seen.closed);
  expect((await connect()).seen.error).toBe('ECONNREFUSED');
  await proxy.reset();
  const { socket, seen } = await connect();
  socket.write('again');
  await until(() => seen.text === 'again');
});

test('black hole: nothing passes and nobody is told; what was on its way comes when it ends', async () => {
  const { proxy, connect } = await echo();
  const { socket, seen } = await connect();
  proxy.blackHole(true);
  socket.write('through ');
  const leaver = await connect();
  leaver.socket.destroy();
  await new Promise<void>((resolve) => setTimeout(resolve, 50));
  expect(seen).toMatchObject({ bytes: 0, closed: false });
  expect(proxy.counters()).toMatchObject({ upstream: 0 });
  expect(proxy.connections()).toBe(2);
  proxy.blackHole(false);
  socket.write('the cable');
  await until(() => seen.text === 'through the cable' && proxy.connections() === 1);
});

test('cut and refuse: reset now, and as long as it is refused', async () => {
  const { proxy, connect } = await echo();
  const { seen } = await connect();
  proxy.cut();
  await until(() => seen.error === 'ECONNRESET');
  proxy.refuse(true);
  const refused = await connect();
  await until(() => refused.seen.closed);
  expect(refused.seen.error).toBe('ECONNRESET');
});

test('what a removed toxic had delayed comes at once; reset takes all out', async () => {
  const { proxy, connect } = await echo();
  const { socket, seen } = await connect();
  const name = proxy.addToxic({ type: 'latency', attributes: { latency: 600_000 } });
  socket.write('one');
  await until(() => proxy.counters().upstream === 3);
  // The answer has to be on its way before the toxic goes.
  await new Promise<void>((resolve) => setTimeout(resolve, 20));
  proxy.removeToxic(name);
  await until(() => seen.text === 'one');
  proxy.addToxic({ type: 'latency', attributes: { latency: 600_000 } });
  await proxy.reset();
  socket.write('two');
  await until(() => seen.text === 'onetwo');
});

test('toxicity: the same seed strikes the same connections', async () => {
  const struck = async (seed: number) => {
    const { proxy, connect } = await tcpBehindProxy((socket) => void socket.on('data', (c) => socket.write(c)), {
      seed,
    });
    proxy.addToxic({ type: 'limit_data', toxicity: 0.5, attributes: { bytes: 1 } });
    const fates = [];
    for (let i = 0; i < 20; i++) {
      const { socket, seen } = await connect();
      socket.write('xy');
      await until(() => seen.closed || seen.bytes === 2);
      fates.push(seen.bytes);
      socket.destroy();
    }
    return fates.join('');
  };
  const [first, again, other] = [await struck(7), await struck(7), await struck(8)];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(first).toMatch(/1.*2|2.*1/);
});

test('a toxic that the carrier does not have, a name twice, a name unknown: Fatal', async () => {
  const { proxy } = await echo();
  const loss: Toxic = { type: 'loss', attributes: { probability: 1 } };
  expect(() => proxy.addToxic(loss)).toThrow(expect.objectContaining({ reason: 'unsupported' }));
  const latency: Toxic = { type: 'latency', attributes: { latency: 1 } };
  expect(proxy.addToxic(latency)).toBe('latency_downstream');
  expect(() => proxy.addToxic(latency)).toThrow(expect.objectContaining({ reason: 'in-use' }));
  expect(() => proxy.removeToxic('other')).toThrow(Fatal);
});

test('a tap looks at what passes, changes it, cuts', async () => {
  const { connect } = await tcpBehindProxy((socket) => void socket.on('data', (chunk) => socket.write(chunk)), {
    tap: {
      toServer: (chunk) => Buffer.from(String(chunk).toUpperCase()),
      toClient: (chunk, _, cut) => (chunk.includes('END') ? void cut() : chunk),
    },
  });
  const { socket, seen } = await connect();
  socket.write('say ');
  await until(() => seen.text === 'SAY ');
  socket.write('end');
  await until(() => seen.error === 'ECONNRESET');
});

test('every toxic of TCP has its test here', () => {
  expect(toxicsOf('tcp')).toEqual(
    'latency bandwidth slow_close timeout reset_peer slicer limit_data cut_after_request'.split(' '),
  );
});
