const listeners = new WeakMap<object, Map<string, Set<() => void>>>();

/** Calls `listener` whenever the channel is woken in this process; the result stops that. */
export function onWake(store: object, channel: string, listener: () => void): () => void {
  const channels = listeners.get(store) ?? new Map<string, Set<() => void>>();
  listeners.set(store, channels);
  const all = channels.get(channel) ?? new Set();
  channels.set(channel, all.add(listener));
  return () => void all.delete(listener);
}

/**
 * Tells this process' relays of a channel that there are rows to send. A committed `Store.transaction` does so by
 * itself for what was enqueued in it; relays in other processes find the rows by looking.
 */
export function wake(store: object, channel: string): void {
  listeners
    .get(store)
    ?.get(channel)
    ?.forEach((listener) => listener());
}
