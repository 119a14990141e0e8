const isPacket = (value: object): boolean => 'over' in value && 'h' in value;

/**
 * A copy of plain data (arrays, Maps, Sets, objects), for going on from one state in two ways. Packets are shared: once
 * made they never change.
 */
export const copyOf = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copyOf<unknown>(item)) as T;
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, copyOf<unknown>(item)])) as T;
  if (value instanceof Set) return new Set(value) as T;
  if (isPacket(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key in value) copy[key] = copyOf<unknown>(value[key]);
  return copy as T;
};

const known = new WeakMap<object, string>();

/** Plain data as text: the same text for equal data, whatever the order in which Maps, Sets and objects were filled. */
export const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return value === undefined ? 'u' : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value instanceof Set) return `{${[...value].map(canonical).sort().join()}}`;
  const rows: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  const write = (): string =>
    `{${rows
      .map(([key, item]) => `${canonical(key)}:${canonical(item)}`)
      .sort()
      .join()}}`;
  if (!isPacket(value)) return write();
  const before = known.get(value);
  if (before !== undefined) return before;
  const text = write();
  known.set(value, text);
  return text;
};
