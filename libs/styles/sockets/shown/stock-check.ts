import type { Ask } from './below';

interface Line {
  sku: string;
  quantity: number;
}
interface Shortage {
  sku: string;
  wanted: number;
  available: number;
}

export const question = (quantity: number): { lines: Line[] } => ({
  lines: [
    { sku: '85123A', quantity },
    { sku: '22423', quantity: 2 * quantity },
  ],
});

/** The application that asks: it knows products and quantities, and one function. */
export const order = async (ask: Ask): Promise<string> => {
  const said: string[] = [];
  for (const quantity of [1, 40, 500]) {
    const { shortages } = await ask<{ lines: Line[] }, { shortages: Shortage[] }>(question(quantity));
    const short = shortages.map(({ sku, wanted, available }) => `${sku} ${available} of ${wanted}`);
    said.push(`${quantity}: ${short.join(', ') || 'all there'}`);
  }
  return said.join('; ');
};

/** The application that answers. */
export const check = ({ lines }: { lines: Line[] }): { shortages: Shortage[] } => {
  const available: Record<string, number> = { '85123A': 84, '22423': 60 };
  const short = lines.filter(({ sku, quantity }) => quantity > available[sku]!);
  return { shortages: short.map(({ sku, quantity }) => ({ sku, wanted: quantity, available: available[sku]! })) };
};

export const types = {
  request: 'parley.inventory.v1.CheckStockRequest',
  response: 'parley.inventory.v1.CheckStockResponse',
};
