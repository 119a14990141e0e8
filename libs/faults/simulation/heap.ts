/** What is due, earliest first; what is due at the same time in the order of adding. */
export interface Due<T> {
  at: number;
  order: number;
  what: T;
}

const isBefore = <T>(a: Due<T>, b: Due<T>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Adds to a binary heap. */
export const push = <T>(heap: Due<T>[], due: Due<T>): void => {
  let at = heap.push(due) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!isBefore(due, heap[above]!)) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = due;
};

/** Takes the earliest out of a binary heap. */
export const pop = <T>(heap: Due<T>[]): Due<T> | undefined => {
  const [first] = heap;
  const last = heap.pop();
  if (!first || !last || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
    if (!isBefore(heap[below]!, last)) break;
    heap[at] = heap[below]!;
    at = below;
  }
  heap[at] = last;
  return first;
};
