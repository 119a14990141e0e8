import { setTimeout as sleep } from 'node:timers/promises';
import { openPublisher, openSubscriber } from '@parley/middleware/zeromq';
import type { Finding, Show } from '@parley/roles';

const mark = 100;
const sent = 2000;
const body = Buffer.alloc(16 * 1024);
const deadline = { deadlineMs: 5000 };

/** A subscriber that does nothing for a while, and a publisher that goes on. */
export const show: Show = {
  title: 'What is dropped at the high-water mark, and who knows of it',
  rows: ['S19'],
  run: async ({ say }): Promise<Finding[]> => {
    const publisher = await openPublisher({ bind: ['tcp://127.0.0.1:0'], highWaterMark: mark });
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    let last = 0;
    const subscriber = await openSubscriber({
      connect: publisher.addresses,
      topics: ['T'],
      highWaterMark: mark,
      handlingMs: 60_000,
      handle: async (_, [number]) => {
        last = Number(`${number}`);
        await held;
      },
      refused: () => undefined,
      gap: ({ from, missing }) => say(`the subscriber sees: ${missing} missing from number ${from} on`),
    });
    await subscriber.joined(1, 5000);
    let errors = 0;
    for (let n = 1; n <= sent; n++)
      await publisher.publish('T', [`${n}`, body], deadline).catch(() => void (errors += 1));
    say(`published ${sent} while the subscriber stood still: ${errors} errors.`);
    go();
    let newest = sent;
    // The gap shows when something comes after it.
    const end = performance.now() + 20_000;
    while (last <= sent && performance.now() < end) {
      await publisher.publish('T', [`${++newest}`], deadline);
      await sleep(20);
    }
    while (last < newest && performance.now() < end) await sleep(5);
    const { received, missing } = subscriber.stats();
    await subscriber.close();
    await publisher.close();
    return [
      { says: 'the publisher is told of nothing', measured: `${errors} errors of ${sent}`, holds: errors === 0 },
      { says: 'messages were dropped', measured: `${missing} of ${newest}`, holds: missing > 0 },
      {
        says: 'the subscriber can count them by the numbers that are missing',
        measured: `${received} received + ${missing} missing = ${received + missing} of ${newest}`,
        holds: received + missing === newest,
      },
    ];
  },
};
