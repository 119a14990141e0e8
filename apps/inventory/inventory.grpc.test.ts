import { expectContract } from '@parley/contracts';
import type { InventoryDefinition } from '@parley/contracts/generated/parley/inventory/v1/Inventory';
import { type GrpcServer, type Unary, grpcClient, serveGrpc } from '@parley/middleware/grpc';
import { eachStore } from '@parley/store/testing';
import { inventoryService } from './inventory.grpc';
import { openInventory } from './inventory.service';
import { type InventoryDatabase, migrations } from './migrations';

eachStore((_name, open) => {
  let server: GrpcServer;
  let client: Unary<InventoryDefinition> & { close(): void };

  beforeEach(async () => {
    const inventory = openInventory(await open<InventoryDatabase>(migrations));
    server = await serveGrpc({ address: '127.0.0.1:0', services: [inventoryService(inventory)], serving: true });
    client = grpcClient<InventoryDefinition>('parley.inventory.v1.Inventory', `127.0.0.1:${server.port}`);
  });

  afterEach(async () => {
    client.close();
    await server.drain(1000);
  });

  const load = () =>
    client.LoadProducts({
      products: [
        { sku: 'A', name: 'a mug', unitPrice: '255', initial: 5 },
        { sku: 'POST', name: 'postage', unitPrice: '1800', unlimited: true },
      ],
    });

  test('an order’s way over the wire: checked, reserved, shipped, restocked', async () => {
    expect(await load()).toEqual({ added: 2, known: 0 });
    expect(await load()).toEqual({ added: 0, known: 2 });
    const lines = [
      { sku: 'A', quantity: 2 },
      { sku: 'POST', quantity: 1 },
    ];
    expect(await client.CheckStock({ lines })).toEqual({ shortages: [] });
    expect(await client.Reserve({ orderId: 'o1', lines })).toEqual({ reserved: true, released: false, shortages: [] });
    await client.Ship({ orderId: 'o1' });
    await client.Restock({ returnId: 'r1', lines: [{ sku: 'A', quantity: 1 }] });
    const { products, nextSku } = await client.ListProducts({ limit: 1 });
    expect(products).toEqual([
      {
        sku: 'A',
        name: 'a mug',
        unitPrice: '255',
        unlimited: false,
        initial: 5,
        available: '4',
        reserved: '0',
        sold: '1',
      },
    ]);
    expect(nextSku).toBe('A');
    expect(await client.ListProducts({ afterSku: 'A' })).toMatchObject({
      products: [{ sku: 'POST', unlimited: true, available: '-1', sold: '1' }],
      nextSku: '',
    });
  });

  test('every answer is what its readers need', async () => {
    const meant = (method: string, answer: object) => expectContract(`parley.inventory.v1.${method}Response`, answer);
    const [lines, tooMany] = [1, 9].map((quantity) => [{ sku: 'A', quantity }]);
    meant('LoadProducts', await load());
    meant('ListProducts', await client.ListProducts({}));
    meant('CheckStock', await client.CheckStock({ lines: tooMany }));
    meant('Reserve', await client.Reserve({ orderId: 'o1', lines }));
    meant('Reserve', await client.Reserve({ orderId: 'o2', lines: tooMany }));
    meant('Ship', await client.Ship({ orderId: 'o1' }));
    meant('Release', await client.Release({ orderId: 'o2' }));
    meant('Restock', await client.Restock({ returnId: 'r1', lines }));
  });

  test('a refusal names what is short', async () => {
    await load();
    expect(await client.Reserve({ orderId: 'o1', lines: [{ sku: 'A', quantity: 6 }] })).toEqual({
      reserved: false,
      released: false,
      shortages: [{ sku: 'A', wanted: 6, available: '5', unknown: false }],
    });
    await client.Release({ orderId: 'o2' });
    expect(await client.Reserve({ orderId: 'o2', lines: [{ sku: 'A', quantity: 1 }] })).toMatchObject({
      released: true,
    });
  });

  test('what can never be is a failed precondition with its reason, so that nobody repeats it', async () => {
    await expect(client.Ship({ orderId: 'nobody' })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'not-reserved',
      kind: 'fatal',
    });
  });

  test('bad input names each field', async () => {
    const lines = [
      { sku: 'A', quantity: 1 },
      { sku: '', quantity: 0 },
    ];
    await expect(client.Reserve({ orderId: '', lines })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fieldViolations: [{ field: 'orderId' }, { field: 'lines[1].sku' }, { field: 'lines[1].quantity' }],
    });
    await expect(client.Reserve({ orderId: 'o\u0000', lines: [] })).rejects.toMatchObject({
      fieldViolations: [{ field: 'orderId' }, { field: 'lines' }],
    });
    await expect(client.LoadProducts({ products: [{ sku: 'B', unitPrice: '-1' }] })).rejects.toMatchObject({
      fieldViolations: [{ field: 'products[0].unitPrice' }],
    });
  });
});
