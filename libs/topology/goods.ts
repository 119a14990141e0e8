/**
 * What the retailer's invoices name that is no good: postage, carriage, fees, discounts, samples, manual corrections and
 * vouchers. It is never short, needs no parcel and gets no discount. All other skus are goods, whatever they look like.
 */
export const nonGoods: ReadonlySet<string> = new Set([
  'AMAZONFEE',
  'BANK CHARGES',
  'C2',
  'D',
  'DOT',
  'M',
  'POST',
  'S',
  'gift_0001_40',
]);

export const isGoods = (sku: string): boolean => !nonGoods.has(sku);
