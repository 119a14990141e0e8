import type { DeckPlace, Finding, Show } from '@parley/roles';
import { deck, sink as runSink } from '../deck';

const workers = 3;
const all = 200;
const tenthOfMillisecond = '0.1';

/** Two of the deck's sources, three of its workers, and a sink that counts. */
export const show: Show = {
  title: 'Two sources, three workers, a sink',
  rows: ['S20'],
  run: async ({ say, signal }): Promise<Finding[]> => {
    const stop = new AbortController();
    signal.addEventListener('abort', () => stop.abort());
    const place = (name: string, rest: Partial<DeckPlace>): DeckPlace => ({
      bind: [],
      connect: [],
      name,
      deadlineMs: 5000,
      credentials: 'right',
      ready: () => undefined,
      say: () => undefined,
      signal: stop.signal,
      args: [],
      ...rest,
    });
    const running: Promise<void>[] = [];
    const bound = (program: (place: DeckPlace) => Promise<void>, name: string, rest: Partial<DeckPlace>) =>
      new Promise<string>((resolve, reject) => {
        const ended = program(
          place(name, { bind: ['tcp://127.0.0.1:0'], ready: ([address]) => resolve(address!), ...rest }),
        );
        ended.catch(reject);
        running.push(ended);
      });
    let last = '';
    let complete = () => {};
    const everything = new Promise<void>((resolve) => (complete = resolve));
    let results = 0;
    const sink = await bound(runSink, 'sink', {
      say: (line) => {
        last = line;
        results += 1;
        if (results % 50 === 0) say(`sink: ${line}`);
        if (results === all) complete();
      },
    });
    const sources = [
      await bound(deck.source!, 'source-1', { args: ['1'] }),
      await bound(deck.source!, 'source-2', { args: ['2'] }),
    ];
    const done = Array.from({ length: workers }, () => 0);
    for (const index of done.keys())
      running.push(
        deck.worker!(
          place(`worker-${index + 1}`, {
            connect: [...sources, sink],
            args: [`${index + 1}`, tenthOfMillisecond],
            say: () => void (done[index]! += 1),
          }),
        ),
      );
    await Promise.race([everything, new Promise((resolve) => stop.signal.addEventListener('abort', resolve))]);
    stop.abort();
    await Promise.allSettled(running);
    say(`workers: ${done.join(', ')}`);
    return [
      { says: 'the sink has all results of both sources', measured: last, holds: last === '1: 100, 2: 100' },
      {
        says: 'the workers together have done each workload once',
        measured: done.join(' + '),
        holds: done.reduce((sum, count) => sum + count, 0) === all,
      },
    ];
  },
};
