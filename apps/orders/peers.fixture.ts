import type { InventoryDefinition } from '@parley/contracts/generated/parley/inventory/v1/Inventory';
import type { PricingDefinition } from '@parley/contracts/generated/parley/pricing/v1/Pricing';
import { expectContract, violations } from '@parley/contracts';
import { grpcService, serveGrpc } from '@parley/middleware/grpc';

type Lines = { sku: string; quantity: number }[];

/**
 * Inventory and pricing on a real wire, with their contracts kept in memory: a product costs 100 a piece and a fifth of
 * VAT; stock is what `stock` says. `asked` holds every request. `close` throws where orders sent what breaks the
 * peers' contracts.
 */
export async function servePeers(initial: Record<string, number> = { A: 100, B: 100 }) {
  const stock = new Map(Object.entries(initial));
  const reservations = new Map<string, { state: string; lines: Lines; shortages: ReturnType<typeof shortagesOf> }>();
  const restocks = new Set<string>();
  const asked: { method: string; request: object }[] = [];
  const broken: string[] = [];
  let before: (method: string, request: object) => Promise<void> | void = () => undefined;

  const shortagesOf = (lines: Lines) =>
    lines
      .filter(({ sku, quantity }) => (stock.get(sku) ?? 0) < quantity)
      .map(({ sku, quantity }) => ({
        sku,
        wanted: quantity,
        available: String(stock.get(sku) ?? 0),
        unknown: !stock.has(sku),
      }));
  const add = (lines: Lines, sign: 1 | -1) => {
    for (const { sku, quantity } of lines) stock.set(sku, (stock.get(sku) ?? 0) + sign * quantity);
  };
  const seen = async (method: string, request: object) => {
    asked.push({ method, request });
    broken.push(...violations(`parley.${method === 'Quote' ? 'pricing' : 'inventory'}.v1.${method}Request`, request));
    await before(method, request);
  };
  const unused = () => Promise.reject(new Error('orders does not call this'));

  const inventory = grpcService<InventoryDefinition>('parley.inventory.v1.Inventory', {
    LoadProducts: unused,
    ListProducts: unused,
    CheckStock: async (request) => {
      await seen('CheckStock', request);
      return { shortages: shortagesOf(request.lines) };
    },
    Reserve: async (request) => {
      await seen('Reserve', request);
      if (!reservations.has(request.orderId)) {
        const shortages = shortagesOf(request.lines);
        const state = shortages.length > 0 ? 'refused' : 'reserved';
        if (state === 'reserved') add(request.lines, -1);
        reservations.set(request.orderId, { state, lines: request.lines, shortages });
      }
      const { state, shortages } = reservations.get(request.orderId)!;
      return { reserved: state === 'reserved' || state === 'shipped', released: state === 'released', shortages };
    },
    Ship: async (request) => {
      await seen('Ship', request);
      reservations.get(request.orderId)!.state = 'shipped';
      return {};
    },
    Release: async (request) => {
      await seen('Release', request);
      const found = reservations.get(request.orderId);
      if (found?.state === 'reserved') add(found.lines, 1);
      reservations.set(request.orderId, { lines: [], shortages: [], ...found, state: 'released' });
      return {};
    },
    Restock: async (request) => {
      await seen('Restock', request);
      if (!restocks.has(request.returnId)) add(request.lines, 1);
      restocks.add(request.returnId);
      return {};
    },
  });

  const pricing = grpcService<PricingDefinition>('parley.pricing.v1.Pricing', {
    Quote: async (request) => {
      await seen('Quote', request);
      const lines = request.lines.map(({ line, sku, quantity }) => {
        const money = {
          unitPrice: '100',
          net: `${quantity * 100}`,
          vat: `${quantity * 20}`,
          gross: `${quantity * 120}`,
        };
        return { line, sku, quantity, parcels: 1, discount: '0', ...money };
      });
      const sum = (of: (line: (typeof lines)[number]) => string) =>
        `${lines.reduce((all, l) => all + Number(of(l)), 0)}`;
      const sums = {
        net: sum((l) => l.net),
        vat: sum((l) => l.vat),
        gross: sum((l) => l.gross),
        parcels: lines.length,
      };
      expectContract('parley.pricing.v1.QuoteResponse', { lines, ...sums });
      return { lines, ...sums };
    },
  });

  const server = await serveGrpc({ address: '127.0.0.1:0', services: [inventory, pricing], serving: true });
  return {
    address: `127.0.0.1:${server.port}`,
    stock,
    reservations,
    asked,
    times: (method: string) => asked.filter((call) => call.method === method).length,
    /** From now on every call waits for this, and fails where it throws. */
    beforeCalls(hook: typeof before) {
      before = hook;
    },
    async close() {
      await server.drain(500);
      if (broken.length > 0) throw new Error(`orders breaks a contract: ${broken.join('; ')}`);
    },
  };
}

export type PeersFixture = Awaited<ReturnType<typeof servePeers>>;
