import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { encode } from '@parley/marshalling';
import { eachStore } from '@parley/store/testing';
import { repoRoot } from '@parley/topology';
import { openInventory } from './inventory.service';
import type { InventoryStore, NewProduct } from './inventory.store';
import { type InventoryDatabase, migrations } from './migrations';
import { takeNotice } from './notices.queue';

const product = (sku: string, initial: number, unlimited = false): NewProduct => ({
  sku,
  name: `name of ${sku}`,
  unitPrice: 100,
  unlimited,
  initial,
});

const levelOf = async (store: InventoryStore, sku: string) => {
  const { initial, available, reserved, sold } = await store.db
    .selectFrom('products')
    .selectAll()
    .where('sku', '=', sku)
    .executeTakeFirstOrThrow();
  return { initial, available, reserved, sold };
};

eachStore((_name, open) => {
  const setUp = async (products: NewProduct[] = []) => {
    const store = await open<InventoryDatabase>(migrations);
    const inventory = openInventory(store);
    await inventory.loadProducts(products);
    return { store, inventory };
  };

  test('loading adds what is unknown, and changes nothing that is known', async () => {
    const { store, inventory } = await setUp([product('A', 5)]);
    await inventory.reserve('o1', [{ sku: 'A', quantity: 2 }]);
    expect(await inventory.loadProducts([product('A', 99), product('B', 7)])).toBe(1);
    expect(await levelOf(store, 'A')).toEqual({ initial: 5, available: 3, reserved: 2, sold: 0 });
    expect(await levelOf(store, 'B')).toEqual({ initial: 7, available: 7, reserved: 0, sold: 0 });
  });

  test('the retailer’s whole catalogue is loaded in one go, and listed page by page', async () => {
    const lines = readFileSync(join(repoRoot(), 'data', 'products.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const products = lines.map((line) => ({ ...product((JSON.parse(line) as { sku: string }).sku, 1) }));
    const { inventory } = await setUp();
    expect(await inventory.loadProducts(products)).toBe(2748);
    const seen: string[] = [];
    for (let afterSku = ''; ;) {
      const page = await inventory.listProducts({ afterSku, limit: 500, search: '' });
      seen.push(...page.products.map(({ sku }) => sku));
      if (page.nextSku === '') break;
      afterSku = page.nextSku;
    }
    expect(seen.length).toBe(2748);
    expect(new Set(seen)).toEqual(new Set(products.map(({ sku }) => sku)));
  });

  test('search looks into sku and name, takes no character for a wildcard, and whatever the case', async () => {
    const mug = { ...product('21071', 1), name: 'VINTAGE BILLBOARD 100% DRINK ME MUG' };
    const { inventory } = await setUp([mug, product('85123A', 1)]);
    const find = async (search: string) =>
      (await inventory.listProducts({ afterSku: '', limit: 9, search })).products.map(({ sku }) => sku);
    expect(await find('drink')).toEqual(['21071']);
    expect(await find('123a')).toEqual(['85123A']);
    expect(await find('100%')).toEqual(['21071']);
    expect(await find('1_0')).toEqual([]);
  });

  test('the stock check names what is short or unknown, repeated skus added up', async () => {
    const { inventory } = await setUp([product('A', 5), product('POST', 0, true)]);
    const line = (sku: string, quantity: number) => ({ sku, quantity });
    expect(await inventory.checkStock([line('A', 5), line('POST', 99)])).toEqual([]);
    expect(await inventory.checkStock([line('A', 3), line('X', 1), line('A', 3)])).toEqual([
      { sku: 'A', wanted: 6, available: 5, unknown: false },
      { sku: 'X', wanted: 1, available: 0, unknown: true },
    ]);
  });

  test('all lines or none', async () => {
    const { store, inventory } = await setUp([product('A', 5), product('B', 1)]);
    const answer = await inventory.reserve('o1', [
      { sku: 'A', quantity: 5 },
      { sku: 'B', quantity: 2 },
    ]);
    expect(answer).toEqual({
      reserved: false,
      released: false,
      shortages: [{ sku: 'B', wanted: 2, available: 1, unknown: false }],
    });
    expect(await levelOf(store, 'A')).toMatchObject({ available: 5, reserved: 0 });
  });

  test('an order has one answer: a refusal stands when stock has come back', async () => {
    const { store, inventory } = await setUp([product('A', 5)]);
    const wanted = [{ sku: 'A', quantity: 3 }];
    await inventory.reserve('o1', wanted);
    const refusal = await inventory.reserve('o2', wanted);
    await inventory.release('o1');
    expect(await inventory.reserve('o2', wanted)).toEqual(refusal);
    expect(refusal).toMatchObject({ reserved: false, shortages: [{ sku: 'A', wanted: 3, available: 2 }] });
    expect(await levelOf(store, 'A')).toEqual({ initial: 5, available: 5, reserved: 0, sold: 0 });
  });

  test('everything twice has its effect once', async () => {
    const { store, inventory } = await setUp([product('A', 10)]);
    const wanted = [{ sku: 'A', quantity: 4 }];
    const twice = async (change: () => Promise<unknown>) => {
      const [first, second] = [await change(), await change()];
      expect(second).toEqual(first);
    };
    await twice(() => inventory.reserve('o1', wanted));
    expect(await levelOf(store, 'A')).toMatchObject({ available: 6, reserved: 4, sold: 0 });
    await twice(() => inventory.ship('o1'));
    expect(await levelOf(store, 'A')).toMatchObject({ available: 6, reserved: 0, sold: 4 });
    await twice(() => inventory.restock('r1', [{ sku: 'A', quantity: 1 }]));
    expect(await levelOf(store, 'A')).toMatchObject({ available: 7, reserved: 0, sold: 3 });
    await twice(() => inventory.reserve('o2', wanted));
    await twice(() => inventory.release('o2'));
    expect(await levelOf(store, 'A')).toMatchObject({ available: 7, reserved: 0, sold: 3 });
    expect(await inventory.reserve('o1', wanted)).toMatchObject({ reserved: true });
  });

  test('a release before the reserve bars it', async () => {
    const { store, inventory } = await setUp([product('A', 5)]);
    await inventory.release('late');
    const answer = await inventory.reserve('late', [{ sku: 'A', quantity: 1 }]);
    expect(answer).toEqual({ reserved: false, released: true, shortages: [] });
    expect(await levelOf(store, 'A')).toMatchObject({ available: 5, reserved: 0 });
  });

  test('a release keeps what a refusal said', async () => {
    const { inventory } = await setUp([product('A', 1)]);
    const refusal = await inventory.reserve('o1', [{ sku: 'A', quantity: 2 }]);
    await inventory.release('o1');
    expect(await inventory.reserve('o1', [{ sku: 'A', quantity: 2 }])).toEqual(refusal);
  });

  test('what was not reserved is not shipped, what is shipped is not released, what was not sold is not restocked', async () => {
    const { store, inventory } = await setUp([product('A', 5)]);
    await expect(inventory.ship('nobody')).rejects.toMatchObject({ kind: 'fatal', reason: 'not-reserved' });
    await inventory.reserve('o1', [{ sku: 'A', quantity: 1 }]);
    await inventory.ship('o1');
    await expect(inventory.release('o1')).rejects.toMatchObject({ kind: 'fatal', reason: 'already-shipped' });
    const tooMany = inventory.restock('r1', [{ sku: 'A', quantity: 2 }]);
    await expect(tooMany).rejects.toMatchObject({ kind: 'fatal', reason: 'not-sold' });
    expect(await levelOf(store, 'A')).toEqual({ initial: 5, available: 4, reserved: 0, sold: 1 });
  });

  test('many buyers at once, a shelf for some of them: nothing is oversold', async () => {
    const { store, inventory } = await setUp([product('A', 10), product('B', 100)]);
    const second = openInventory(await open<InventoryDatabase>(migrations));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? inventory : second).reserve(`o${i}`, [
          { sku: i % 3 ? 'A' : 'B', quantity: 1 },
          { sku: i % 3 ? 'B' : 'A', quantity: 1 },
        ]),
      ),
    );
    expect(answers.filter(({ reserved }) => reserved).length).toBe(10);
    expect(await levelOf(store, 'A')).toEqual({ initial: 10, available: 0, reserved: 10, sold: 0 });
    expect(await levelOf(store, 'B')).toEqual({ initial: 100, available: 90, reserved: 10, sold: 0 });
  });

  test('an order of a thousand lines is reserved, shipped and restocked', async () => {
    const lines = Array.from({ length: 1000 }, (_, i) => ({ sku: `S${i}`, quantity: 2 }));
    const { store, inventory } = await setUp(lines.map(({ sku }) => product(sku, 3)));
    expect(await inventory.reserve('big', lines)).toMatchObject({ reserved: true });
    await inventory.ship('big');
    await inventory.restock('r', lines.slice(0, 500));
    expect(await levelOf(store, 'S0')).toEqual({ initial: 3, available: 3, reserved: 0, sold: 0 });
    expect(await levelOf(store, 'S999')).toEqual({ initial: 3, available: 1, reserved: 0, sold: 2 });
  });

  test('any sequence of changes, with repeats, keeps initial = available + reserved + sold', async () => {
    const { store, inventory } = await setUp();
    const id = fc.constantFrom('o1', 'o2', 'o3');
    const quantity = fc.integer({ min: 1, max: 4 });
    const call = fc.oneof(
      fc.record({ kind: fc.constant('reserve' as const), id, quantity }),
      fc.record({ kind: fc.constant('restock' as const), id, quantity }),
      fc.record({ kind: fc.constantFrom('ship' as const, 'release' as const), id }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 12 }), async (calls) => {
        const run = randomUUID();
        const sku = `A-${run}`;
        await inventory.loadProducts([product(sku, 6)]);
        for (const c of calls) {
          const key = `${c.id}-${run}`;
          const lines = 'quantity' in c ? [{ sku, quantity: c.quantity }] : [];
          const done =
            c.kind === 'reserve' || c.kind === 'restock' ? inventory[c.kind](key, lines) : inventory[c.kind](key);
          await (done as Promise<unknown>).catch((error: unknown) => expect(error).toMatchObject({ kind: 'fatal' }));
          const level = await levelOf(store, sku);
          expect(level.available + level.reserved + level.sold).toBe(level.initial);
          expect(Math.min(level.available, level.reserved, level.sold)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 25, seed: 3 },
    );
  });

  test('a notice is recorded once, in either content type; one that cannot be read is fatal', async () => {
    const { store, inventory } = await setUp();
    const notice = { noticeId: 'n1', orderId: 'o1', parcels: 3 };
    for (const contentType of ['application/x-protobuf', 'application/json'] as const) {
      await takeNotice(inventory, encode('parley.inventory.v1.WarehouseNotice', notice, contentType));
    }
    expect(await store.db.selectFrom('notices').select(['notice_id', 'order_id', 'parcels']).execute()).toEqual([
      { notice_id: 'n1', order_id: 'o1', parcels: 3 },
    ]);
    const broken = { contentType: 'application/json', body: Buffer.from('{') };
    await expect(takeNotice(inventory, broken)).rejects.toMatchObject({ kind: 'fatal' });
    const nameless = encode('parley.inventory.v1.WarehouseNotice', { orderId: 'o1' });
    await expect(takeNotice(inventory, nameless)).rejects.toMatchObject({ reason: 'invalid-notice' });
  });
});
