import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { countries, isGoods, repoRoot } from '@parley/topology';
import { readCatalogue } from './catalogue';
import { itemsThatFit, parcel, parcelsFor, sizeOf, volumeOf } from './parcels.domain';
import { discountFor, penceOf, priceLine, share, totals } from './price.domain';

const catalogue = readCatalogue();
const skus = [...catalogue.keys()];
const sku = fc.constantFrom(...skus);
const country = fc.constantFrom(...countries);
const quantity = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 80_000 }));
const wanted = fc.record({ line: fc.nat(1000), sku, quantity });
const invoices = gunzipSync(readFileSync(join(repoRoot(), 'data', 'invoices.jsonl.gz')))
  .toString()
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as { kind: string; country: string; lines: { sku: string; quantity: number }[] });

describe('pence', () => {
  test.each([
    [0.85, 85n],
    [0.955, 96n],
    [3.1550000000000002, 316n],
    [0.45999999999999996, 46n],
    [13541.33, 1354133n],
    [0.29, 29n],
    [15, 1500n],
  ])('£%p is %p pence', (pounds, pence) => expect(penceOf(pounds)).toBe(pence));

  test('any whole number of pence, divided by 100 as JSON has it, comes back exactly', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 10 }), (pence) => penceOf(pence / 100) === BigInt(pence)));
  });

  test('what is no price is refused', () => {
    for (const bad of [NaN, -1, Infinity]) expect(() => penceOf(bad)).toThrow(RangeError);
  });
});

describe('a line', () => {
  test('is priced by hand', () => {
    const price = new Map([['85123A', 255n]]);
    expect(priceLine({ line: 1, sku: '85123A', quantity: 50 }, 'United Kingdom', price)).toMatchObject({
      unitPrice: 255n,
      discount: 638n, // 5 % of 12,750 is 637.5
      net: 12_112n,
      vat: 2_120n, // 17.5 % is 2,119.6
      gross: 14_232n,
    });
  });

  test('gross is net and VAT; net and discount are the full price', () => {
    fc.assert(
      fc.property(wanted, country, (line, to) => {
        const priced = priceLine(line, to, catalogue);
        expect(priced.gross).toBe(priced.net + priced.vat);
        expect(priced.net + priced.discount).toBe(priced.unitPrice * BigInt(line.quantity));
        expect(priced.net >= 0n && priced.vat >= 0n && priced.discount >= 0n).toBe(true);
      }),
    );
  });

  test('rounding is within half a penny, and up at the half', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10_000n), (amount, basisPoints) => {
        const twiceOff = 2n * (share(amount, basisPoints) * 10_000n - amount * basisPoints);
        expect(twiceOff > -10_000n && twiceOff <= 10_000n).toBe(true);
      }),
    );
    expect(share(5n, 1000n)).toBe(1n);
  });

  test('more items never get less discount, and non-goods get none', () => {
    fc.assert(
      fc.property(sku, quantity, quantity, (of, one, other) => {
        expect(discountFor(of, Math.max(one, other)) >= discountFor(of, Math.min(one, other))).toBe(true);
        expect(discountFor('POST', one)).toBe(0n);
      }),
    );
    expect([1, 11, 12, 47, 48, 143, 144, 575, 576].map((n) => discountFor('10002', n))).toEqual([
      0n,
      0n,
      200n,
      200n,
      500n,
      500n,
      800n,
      800n,
      1200n,
    ]);
  });

  test.each([
    ['unknown-sku', { line: 1, sku: 'no such', quantity: 1 }, 'France'],
    ['unknown-country', { line: 1, sku: '10002', quantity: 1 }, 'Ireland'],
    ['unknown-country', { line: 1, sku: '10002', quantity: 1 }, 'constructor'],
    ['invalid-quantity', { line: 1, sku: '10002', quantity: 0 }, 'France'],
    ['invalid-quantity', { line: 1, sku: '10002', quantity: 1.5 }, 'France'],
  ])('%s is fatal', (reason, line, to) => {
    expect(() => priceLine(line, to, catalogue)).toThrow(expect.objectContaining({ kind: 'fatal', reason }));
  });
});

describe('parcels', () => {
  test('never fewer than the volume needs, and enough when packed as counted', () => {
    fc.assert(
      fc.property(sku.filter(isGoods), quantity, (of, items) => {
        const parcels = parcelsFor(of, items);
        expect(parcels).toBeGreaterThanOrEqual(Math.ceil((items * volumeOf(sizeOf(of))) / volumeOf(parcel)));
        expect(parcels * itemsThatFit(sizeOf(of), parcel)).toBeGreaterThanOrEqual(items);
        expect(parcels).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  test('more items never need fewer', () => {
    fc.assert(
      fc.property(sku, quantity, quantity, (of, one, other) => {
        expect(parcelsFor(of, Math.max(one, other))).toBeGreaterThanOrEqual(parcelsFor(of, Math.min(one, other)));
      }),
    );
  });

  test('every product is 0.2 to 8 litres and fits; turning items makes more fit than stacking them one way', () => {
    for (const of of skus) {
      const volume = volumeOf(sizeOf(of));
      expect(volume).toBeGreaterThanOrEqual(216);
      expect(volume).toBeLessThanOrEqual(8000);
      expect(itemsThatFit(sizeOf(of), parcel)).toBeGreaterThanOrEqual(itemsThatFit(sizeOf(of), parcel, 1));
    }
    expect(itemsThatFit([20, 20, 20], parcel)).toBe(12);
    expect(itemsThatFit([25, 40, 40], parcel)).toBe(2);
    expect(skus.some((of) => itemsThatFit(sizeOf(of), parcel) > itemsThatFit(sizeOf(of), parcel, 1))).toBe(true);
  });

  test('non-goods need none; what only looks like none does', () => {
    expect(['POST', 'gift_0001_40'].map((of) => parcelsFor(of, 3))).toEqual([0, 0]);
    expect(['DCGS0003', 'DCGS0076'].map((of) => parcelsFor(of, 3))).toEqual([1, 1]);
  });
});

describe('an order', () => {
  test('totals are the sums of the lines', () => {
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 40 }), country, (lines, to) => {
        const priced = lines.map((line) => priceLine(line, to, catalogue));
        const total = totals(priced);
        expect(total.gross).toBe(total.net + total.vat);
        expect(total.net).toBe(priced.reduce((sum, { net }) => sum + net, 0n));
        expect(total.parcels).toBe(priced.reduce((sum, { parcels }) => sum + parcels, 0));
      }),
    );
  });

  test('every line of the retailer has a price', () => {
    expect(new Set(invoices.map(({ country }) => country))).toEqual(new Set(countries));
    for (const { country: to, lines } of invoices.filter(({ kind }) => kind === 'order')) {
      for (const { sku: of, quantity: items } of lines) {
        expect(() => priceLine({ line: 1, sku: of, quantity: items }, to, catalogue)).not.toThrow();
      }
    }
  });
});
