import { openVhost } from '@parley/middleware/rabbitmq/testing';
import { openStandAt } from './shown/stand';

export { openDesk, orderEvent } from './shown/stand';

/** A virtual host for one test: where roles stand, and a look at its queues. */
export async function openStand() {
  const { url, remove } = await openVhost();
  const stand = await openStandAt(url);
  return { ...stand, close: () => stand.close().then(remove) };
}

/** Resolves when it holds; rejects after 20 s. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 20_000; !(await holds());) {
    if (performance.now() > end) throw new Error(`not so within 20 s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
