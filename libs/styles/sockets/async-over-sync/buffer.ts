/** A queue in memory with one end for each side: putting in waits for room, looking in never waits. */
export interface Buffered {
  /** Resolves when the bytes are in; in the order of the calls. */
  put(bytes: Buffer): Promise<void>;
  /** Takes out the oldest; undefined, at once, where there is none. */
  poll(): Buffer | undefined;
  /** Resolves as soon as there is something to take out. */
  arrived(): Promise<void>;
  /** Messages that are in, or wait to be. */
  length(): number;
}

// An empty message takes room too, or there could be any number of them.
const sizeOf = (bytes: Buffer): number => Math.max(1, bytes.length);

/** One of at most `roomBytes`; a message alone fits, however large. */
export function openBuffer({ roomBytes }: { roomBytes: number }): Buffered {
  const inside: Buffer[] = [];
  const waiting: { bytes: Buffer; put(): void }[] = [];
  const looking = new Set<() => void>();
  let held = 0;

  const fill = () => {
    while (waiting[0] && (held === 0 || held + sizeOf(waiting[0].bytes) <= roomBytes)) {
      const { bytes, put } = waiting.shift()!;
      held += sizeOf(bytes);
      inside.push(bytes);
      put();
    }
    if (inside.length === 0) return;
    for (const tell of looking) tell();
    looking.clear();
  };

  return {
    put: (bytes) =>
      new Promise((put) => {
        waiting.push({ bytes, put });
        fill();
      }),
    poll: () => {
      const bytes = inside.shift();
      if (bytes) held -= sizeOf(bytes);
      fill();
      return bytes;
    },
    arrived: () => new Promise((resolve) => (inside.length > 0 ? resolve() : looking.add(resolve))),
    length: () => inside.length + waiting.length,
  };
}
