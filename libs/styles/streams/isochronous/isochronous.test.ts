import fc from 'fast-check';
import { conformance } from '@parley/conformance/testing';
import { openPlayout } from './playout';
import { timingAt, timingOf } from './timing';
import { decodeUnit, encodeUnit } from './unit';

conformance(__dirname);

describe('the jitter buffer', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** Units that come at these times, taken every 10 ms; what was played when, and what was not. */
  const run = (timing: string, comings: [number: number, at: number][]) => {
    const zero = performance.now();
    const played: [number, number][] = [];
    const wrong: [number, string][] = [];
    const playout = openPlayout<number>({
      timing: timingOf(timing),
      play: (number) => void played.push([number, Math.round(performance.now() - zero)]),
      wrong: (number, why) => void wrong.push([number, why]),
    });
    for (const [number, at] of comings)
      // The source's clock is a million ms ahead of ours.
      setTimeout(() => playout.arrive({ number, stamp: zero + 1e6 + number * 10 }, number), at);
    jest.advanceTimersByTime(10_000);
    return { played, wrong };
  };
  const near = (played: [number, number][], wanted: [number, number][]) => {
    expect(played.map(([number]) => number)).toEqual(wanted.map(([number]) => number));
    for (const [index, [, at]] of played.entries()) expect(Math.abs(at - wanted[index]![1])).toBeLessThanOrEqual(3);
  };

  test('isochronous: each is played its least delay after it was taken, whenever it came before that', () => {
    const { played, wrong } = run('isochronous/50-80', [
      [1, 110],
      [2, 135],
      [3, 131],
      [4, 170],
    ]);
    // The fastest is the third, 101 ms behind the source's clock.
    near(played, [
      [1, 160],
      [2, 171],
      [3, 181],
      [4, 191],
    ]);
    expect(wrong).toEqual([]);
  });

  test('isochronous: not after the greatest delay, not after one that was taken later, not twice', () => {
    const { played, wrong } = run('isochronous/20-40', [
      [1, 110],
      [1, 111],
      [3, 130],
      [2, 155],
      [1, 156],
      [4, 190],
      [5, 175],
    ]);
    near(played, [
      [1, 130],
      [3, 150],
      [5, 175],
    ]);
    expect(wrong).toEqual([
      [1, 'second copy'],
      [2, 'late'],
      [1, 'second copy'],
      [4, 'late'],
    ]);
  });

  test('synchronous: at once, in the order of coming, but not after the greatest delay', () => {
    const { played, wrong } = run('synchronous/30', [
      [1, 110],
      [3, 131],
      [2, 140],
      [4, 180],
    ]);
    near(played, [
      [1, 110],
      [3, 131],
      [2, 140],
    ]);
    expect(wrong).toEqual([[4, 'late']]);
  });

  test('asynchronous: at once, whenever that is', () => {
    const { played, wrong } = run('asynchronous', [
      [1, 110],
      [3, 131],
      [2, 9000],
    ]);
    near(played, [
      [1, 110],
      [3, 131],
      [2, 9000],
    ]);
    expect(wrong).toEqual([]);
  });

  test('holds so many units at most', () => {
    const { played, wrong } = run(
      'isochronous/5000-6000',
      Array.from({ length: 600 }, (_, n) => [n + 1, 100]),
    );
    expect([played.length, wrong.length, wrong[0]]).toEqual([512, 88, [513, 'full']]);
  });
});

test('a timing is what an address says of it', () => {
  expect(timingAt('udp://127.0.0.1:5435/isochronous/80-120')).toEqual({ mode: 'isochronous', minMs: 80, maxMs: 120 });
  expect(timingOf('synchronous/100')).toEqual({ mode: 'synchronous', minMs: 0, maxMs: 100 });
  expect(timingOf('asynchronous')).toEqual({ mode: 'asynchronous', minMs: 0, maxMs: Infinity });
  for (const wrong of ['', 'isochronous', 'isochronous/120-80', 'isochronous/80', 'synchronous/1-2', 'asynchronous/5'])
    expect(() => timingOf(wrong)).toThrow(/is no timing/);
});

test('a unit comes back as it was, and what is none of ours is refused', () => {
  fc.assert(
    fc.property(
      fc.nat(0xffffffff),
      fc.nat(0xffffffff),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.uint8Array(),
      (stream, number, stamp, bytes) => {
        const body = Buffer.from(bytes);
        const message = { id: '1', sender: 's', seq: 1, type: 't', contentType: 'c', headers: {}, body };
        const unit = { stream, number, stamp, message };
        expect(decodeUnit(encodeUnit(unit))).toEqual(unit);
      },
    ),
  );
  for (const foreign of ['', 'GET / HTTP/1.1', 'UA', `UA${'\u00ff'.repeat(40)}`])
    expect(() => decodeUnit(Buffer.from(foreign, 'latin1'))).toThrow(/none of ours|no message/);
});
