/** Resolves with the promise, or after so many ms; never rejects. */
export async function atMost(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([promise.then(undefined, () => undefined), over]).finally(() => clearTimeout(timer));
}

/** What is still on its way to somebody who may be gone is waited for so long when a process closes. */
export const closeWithinMs = 300;
