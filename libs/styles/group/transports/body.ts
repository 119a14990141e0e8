import { Retryable } from '@parley/faults';

/** The last message of a group. */
export const destroyed = 'd';

/** What travels as text: bytes as a character each. */
export const textOf = (body: string | Uint8Array): string =>
  typeof body === 'string'
    ? `t${body}`
    : `b${Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')}`;

/** The reverse of `textOf`. */
export const bodyOf = (text: string): string | Buffer =>
  text[0] === 'b' ? Buffer.from(text.slice(1), 'latin1') : text.slice(1);

/** The promise, or Retryable after so many ms. */
export const within = <T>(promise: Promise<T>, what: string, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout;
  const late = () => new Retryable(`${what} within ${ms} ms`);
  const over = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(late()), ms)));
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
};
