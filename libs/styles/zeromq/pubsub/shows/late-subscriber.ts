import { setTimeout as sleep } from 'node:timers/promises';
import { openPublisher, openSubscriber } from '@parley/middleware/zeromq';
import type { Finding, Show } from '@parley/roles';

const deadline = { deadlineMs: 5000 };
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const range = (got: number[]) => (got.length === 0 ? 'nothing' : `${got[0]} to ${got.at(-1)}, ${got.length} in all`);

/** One subscriber is there from the beginning; another comes in the middle. */
export const show: Show = {
  title: 'A late subscriber misses the past',
  rows: ['S19'],
  run: async ({ say }): Promise<Finding[]> => {
    const publisher = await openPublisher({ bind: ['tcp://127.0.0.1:0'] });
    const subscribe = async () => {
      const got: number[] = [];
      const one = await openSubscriber({
        connect: publisher.addresses,
        topics: ['TIME'],
        handle: async (_, [number]) => void got.push(Number(`${number}`)),
        refused: () => undefined,
      });
      await one.joined(1, 5000);
      return { got, close: one.close };
    };
    const publish = async (from: number, to: number) => {
      for (const n of numbers(from, to)) await publisher.publish('TIME', [`${n}`], deadline);
    };
    await publish(1, 10);
    say('published 1 to 10: nobody was there, and nobody was told.');
    const early = await subscribe();
    await publish(11, 30);
    const late = await subscribe();
    say('a second subscriber came after number 30.');
    await publish(31, 50);
    const end = performance.now() + 5000;
    while ((early.got.at(-1) !== 50 || late.got.at(-1) !== 50) && performance.now() < end) await sleep(5);
    for (const { close } of [early, late]) await close();
    await publisher.close();
    say(`the first got ${range(early.got)}; the second ${range(late.got)}.`);
    const is = (got: number[], from: number) => got.join() === numbers(from, 50).join();
    return [
      { says: 'what was sent before a subscriber came is gone', measured: range(late.got), holds: is(late.got, 31) },
      { says: 'the same for the first, as for each', measured: range(early.got), holds: is(early.got, 11) },
    ];
  },
};
