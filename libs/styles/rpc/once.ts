import { createHash } from 'node:crypto';
import { Fatal } from '@parley/faults';

/** The header by which a caller says that a repetition is the same call. */
export const keyHeader = 'idempotency-key';

/** A call by its key, and by what it asks for: whoever repeats the one repeats the other. */
export interface Keyed {
  /** Undefined: every call is one of its own. */
  key: string | undefined;
  /** `contentOf` the call. */
  content: string;
}

/** What a call asks for, whatever its id and its headers, in a few bytes. */
export const contentOf = ({ type, contentType, body }: { type: string; contentType: string; body: Buffer }): string =>
  createHash('sha256')
    .update(JSON.stringify([type, contentType]))
    .update(body)
    .digest('base64');

/**
 * Runs what has a key once, and answers every repetition as the first: also one that comes while the first still runs.
 * What failed may be tried again. The last `keep` keys are known; beyond them a repetition runs again. In memory only: a
 * server that was killed has forgotten them. Rejects Fatal `key-reused` where another call comes under a known key.
 */
export const openOnce = (keep = 10_000) => {
  const answers = new Map<string, { content: string; answer: Promise<unknown> }>();
  return async <T>({ key, content }: Keyed, run: () => Promise<T>): Promise<T> => {
    if (key === undefined) return run();
    const known = answers.get(key);
    if (known && known.content !== content)
      throw new Fatal('another call was made under this idempotency key', { reason: 'key-reused' });
    if (known) return known.answer as Promise<T>;
    const answer = run();
    answers.set(key, { content, answer });
    answer.catch(() => answers.delete(key));
    const [oldest] = answers.keys();
    if (answers.size > keep && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
};
