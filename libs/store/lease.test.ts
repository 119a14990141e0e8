import { type Child, startChild } from '@parley/faults/testing';
import { enqueue, outboxPending } from './index';
import { message, shopMigrations } from './shop.fixture';
import type { ShopTables } from './shop.fixture';
import { eachStore } from './testing';

const fixture = `${__dirname}/child.fixture.ts`;
const sentBy = (child: Child) => child.output().stdout.match(/m\d+/g) ?? [];

eachStore((_, open) => {
  const put = async (from: number, to: number) => {
    const store = await open<ShopTables>(shopMigrations);
    for (let n = from; n < to; n++) await store.transaction((tx) => enqueue(tx, message(`m${n}`)));
  };
  const allSent = async () => {
    const store = await open<ShopTables>(shopMigrations);
    while ((await outboxPending(store)) > 0) await new Promise(setImmediate);
  };
  async function startRelay(owner: string): Promise<Child> {
    const child = startChild(fixture, { args: ['relay', JSON.stringify(open.place()), owner] });
    await child.line(/relaying/);
    return child;
  }

  test('one of two processes relays; when it is killed the other one takes over within 5 s', async () => {
    await put(0, 1);
    const first = await startRelay('orders-1');
    await first.line(/m0/);
    const second = await startRelay('orders-2');
    await put(1, 30);
    while (sentBy(first).length + sentBy(second).length < 30) await new Promise(setImmediate);
    await allSent();
    expect(sentBy(first)).toHaveLength(30);
    expect(sentBy(second)).toEqual([]);

    first.kill('SIGKILL');
    await first.exited;
    const killed = performance.now();
    await put(30, 31);
    await second.line(/m30/);
    expect(performance.now() - killed).toBeLessThan(8000);
    await allSent();
    expect(sentBy(second)).toEqual(['m30']);
  });

  test('the same instance started again goes on at once', async () => {
    await put(0, 1);
    const first = await startRelay('orders-1');
    await first.line(/m0/);
    first.kill('SIGKILL');
    await first.exited;
    await put(1, 2);
    const again = await startRelay('orders-1');
    const started = performance.now();
    await again.line(/m1/);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('a relay that stops hands over at once', async () => {
    await put(0, 1);
    const first = await startRelay('orders-1');
    await first.line(/m0/);
    const second = await startRelay('orders-2');
    first.kill('SIGTERM');
    expect(await first.exited).toEqual({ code: 0, signal: null });
    const stopped = performance.now();
    await put(1, 2);
    await second.line(/m1/);
    expect(performance.now() - stopped).toBeLessThan(3000);
  });

  test('a frozen owner that comes back finds the lease gone and relays nothing more', async () => {
    await put(0, 1);
    const first = await startRelay('orders-1');
    await first.line(/m0/);
    const second = await startRelay('orders-2');
    first.kill('SIGSTOP');
    await put(1, 2);
    await second.line(/m1/);
    await put(2, 10);
    first.kill('SIGCONT');
    await put(10, 40);
    await allSent();
    while (sentBy(second).length < 39) await new Promise(setImmediate);
    expect(sentBy(first)).toEqual(['m0']);
  });
});
