import type { Invoice } from './demand.domain';

export interface Schedule {
  /** The index of what may be posted now; undefined: nothing, until something is answered or settled, or all is handed out. */
  next(): number | undefined;
  /** The invoice at that index was posted and answered. */
  answered(index: number): void;
  /** The order at that index is final. */
  settled(index: number): void;
  /** Whether all is handed out. */
  exhausted(): boolean;
}

/**
 * In which order invoices are posted: that of the file, but a cancellation waits until every order before it is final, and
 * orders of the same customer after it wait until it was answered; a return then meets the orders that it met in the
 * shop, while others do not wait for it.
 */
export function schedule(invoices: Invoice[]): Schedule {
  const returns = invoices.flatMap(({ kind }, index) => (kind === 'cancellation' ? [index] : []));
  const unanswered = new Map<string, number[]>();
  for (const index of returns) {
    const customer = invoices[index]!.customer ?? '';
    unanswered.set(customer, [...(unanswered.get(customer) ?? []), index]);
  }
  const final = new Set<number>();
  const deferred: number[] = [];
  let cursor = 0;
  let firstOpen = 0;

  /** The first unanswered return of that order's customer; guests have nothing to return. */
  const isBlocked = (index: number) => {
    const { customer } = invoices[index]!;
    return customer !== null && (unanswered.get(customer)?.[0] ?? Infinity) < index;
  };
  function nextReturn(): number | undefined {
    while (firstOpen < invoices.length && (invoices[firstOpen]!.kind !== 'order' || final.has(firstOpen)))
      firstOpen += 1;
    const at = returns.findIndex(
      (index) => index < firstOpen && unanswered.get(invoices[index]!.customer ?? '')?.[0] === index,
    );
    return at < 0 ? undefined : returns.splice(at, 1)[0];
  }
  function nextOrder(): number | undefined {
    const at = deferred.findIndex((index) => !isBlocked(index));
    if (at >= 0) return deferred.splice(at, 1)[0];
    for (; cursor < invoices.length; cursor += 1) {
      if (invoices[cursor]!.kind !== 'order') continue;
      if (!isBlocked(cursor)) return cursor++;
      deferred.push(cursor);
    }
    return undefined;
  }
  return {
    next: () => nextReturn() ?? nextOrder(),
    answered: (index) => {
      const { kind, customer } = invoices[index]!;
      if (kind === 'cancellation') unanswered.get(customer ?? '')!.shift();
    },
    settled: (index) => void final.add(index),
    exhausted: () => cursor >= invoices.length && deferred.length === 0 && returns.length === 0,
  };
}
