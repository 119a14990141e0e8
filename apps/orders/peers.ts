import type { PricedLine, WantedLine } from './order.domain';

export interface Shortage {
  sku: string;
  wanted: number;
  available: number;
  /** No such product. */
  unknown: boolean;
}

/** What the order book asks of others while somebody waits. Each is safe to repeat. */
export interface Peers {
  inventory: {
    checkStock(lines: readonly WantedLine[]): Promise<Shortage[]>;
    reserve(
      orderId: string,
      lines: readonly WantedLine[],
    ): Promise<{ reserved: boolean; released: boolean; shortages: Shortage[] }>;
  };
  pricing: {
    /** Every line priced, in the order they were given. */
    quote(orderId: string, country: string, lines: readonly (WantedLine & { line: number })[]): Promise<PricedLine[]>;
  };
}

export interface OrdersOptions {
  /** How long an attempt to place an order may take before another one is made beside it, ms. */
  leaseMs: number;
  /** Attempts before an order is given up. */
  maxAttempts: number;
  /** How often the store is asked for what others have written, ms. */
  pollMs: number;
  onFailure(orderId: string, attempt: number, error: Error): void;
}
