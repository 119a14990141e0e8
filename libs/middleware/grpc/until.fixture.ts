/** Resolves when `condition` holds; rejects after `withinMs`. */
export const until = async (condition: () => boolean | Promise<boolean>, withinMs = 5000): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not so within ${withinMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Resolves to the value once it has stayed the same for `forMs`. */
export const steady = async <T>(read: () => T, forMs = 300): Promise<T> => {
  let value = read();
  let since = Date.now();
  await until(() => {
    if (read() !== value) [value, since] = [read(), Date.now()];
    return Date.now() - since >= forMs;
  }, 30_000);
  return value;
};

/** What a promise rejects with; throws when it does not. */
export const rejection = async <E = Error>(promise: Promise<unknown>): Promise<E> => {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error as E;
  throw new Error(`expected a rejection, got ${JSON.stringify(outcome.value)}`);
};
