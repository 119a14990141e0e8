import { Retryable } from '@parley/faults';

const first = 2;
/** The largest tag that every MPI has to take (MPI 4.0 §9.1.2). */
const last = 32_767;

/**
 * Questions that wait for their answers, each under a tag of its own. The tag of a question that was given up stays taken
 * until its late answer has come, so that no other question gets it.
 */
export function openCalls() {
  const waiting = new Map<number, { answered(data: Buffer): void; failed(error: Error): void }>();
  let next = first;
  return {
    /** Throws Retryable when every tag is taken. */
    open: (): { tag: number; answer: Promise<Buffer> } => {
      for (let tried = first; waiting.has(next); tried += 1) {
        if (tried > last) throw new Retryable('every tag waits for its answer');
        next = next < last ? next + 1 : first;
      }
      const tag = next;
      const answer = new Promise<Buffer>((answered, failed) => waiting.set(tag, { answered, failed }));
      answer.catch(() => undefined);
      next = next < last ? next + 1 : first;
      return { tag, answer };
    },
    /** An answer that nobody waits for is dropped. */
    came: (tag: number, data: Buffer): void => {
      waiting.get(tag)?.answered(data);
      waiting.delete(tag);
    },
    /** A question that did not go out gets no answer. */
    forget: (tag: number): void => void waiting.delete(tag),
    fail: (error: Error): void => {
      for (const { failed } of waiting.values()) failed(error);
      waiting.clear();
    },
  };
}
