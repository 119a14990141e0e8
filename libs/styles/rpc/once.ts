/** The header by which a caller says that a repetition is the same call. */
export const keyHeader = 'idempotency-key';

/**
 * Runs what has a key once, and answers every repetition as the first: also one that comes while the first still runs.
 * What failed may be tried again. The last `keep` keys are known; beyond them a repetition runs again. In memory only: a
 * server that was killed has forgotten them.
 */
export const openOnce = (keep = 10_000) => {
  const answers = new Map<string, Promise<unknown>>();
  return <T>(key: string | undefined, run: () => Promise<T>): Promise<T> => {
    if (key === undefined) return run();
    const known = answers.get(key);
    if (known) return known as Promise<T>;
    const answer = run();
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    const [oldest] = answers.keys();
    if (answers.size > keep && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
};
