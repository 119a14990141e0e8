/** What the tests of this folder run in processes of their own: `node child.cjs <job> <place as JSON> [argument]`. */
import { enqueue, firstSeen, openStore, outboxRelay } from './index';
import type { Store } from './index';
import { increment, message, shopMigrations } from './shop.fixture';
import type { ShopTables } from './shop.fixture';

type Job = (store: Store<ShopTables>, argument: string) => Promise<void>;
const say = (line: string) => process.stdout.write(`${line}\n`);

const jobs: Record<string, Job> = {
  async migrate() {
    say('migrated');
  },

  async increment(store, times) {
    for (let n = 0; n < Number(times); n++) await increment(store);
  },

  /** Sees the same messages as every other process that runs it; says which ones it was the first to see. */
  async inbox(store, count) {
    for (let n = 0; n < Number(count); n++) {
      const first = await store.transaction((tx) => firstSeen(tx, `m${n}`));
      if (first) say(`first m${n}`);
    }
  },

  /** Takes messages from `from` on, for ever; dies by its own hand after the given number of steps, 0: lives. */
  async effects(store, argument) {
    const { from, dieAfter } = JSON.parse(argument) as { from: number; dieAfter: number };
    let steps = 0;
    const step = () => {
      if (++steps === dieAfter) process.kill(process.pid, 'SIGKILL');
    };
    for (let n = from; ; n++) {
      await store.transaction(async (tx) => {
        await firstSeen(tx, `m${n}`);
        step();
        await tx
          .insertInto('effect')
          .values({ id: `m${n}` })
          .execute();
        step();
        await enqueue(tx, message(`m${n}`));
        step();
      });
      step();
      say(`done ${n}`);
    }
  },

  /** Relays until it is killed or told to stop. */
  async relay(store, owner) {
    const relay = outboxRelay(store, {
      channel: 'kafka',
      order: 'strict',
      owner,
      deliver: async (rows) => {
        say(`sent ${rows.map((row) => row.id).join(' ')}`);
        return rows.map((row) => ({ row, ok: true }));
      },
    });
    await relay.start();
    say('relaying');
    await new Promise((resolve) => process.once('SIGTERM', resolve).once('SIGTERM', () => clearInterval(alive)));
    await relay.drain();
  },
};
const alive = setInterval(() => undefined, 1000);

async function main([job = '', place = '', argument = '']: string[]): Promise<void> {
  const store = await openStore<ShopTables>({ ...JSON.parse(place), migrations: shopMigrations });
  await jobs[job]!(store, argument);
  await store.close();
  clearInterval(alive);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
