import { pause } from '@parley/staging';

/** What became of messages 1 … `sent`, by the numbers in which they came. */
export interface Fate {
  lost: number[];
  /** Those that came more than once. */
  again: number[];
  /** Those that came when one sent later had come already. */
  overtaken: number[];
}

export const fateOf = (sent: number, came: readonly number[]): Fate => {
  const first = [...new Set(came)];
  const latest = first.map((_, at) => Math.max(0, ...first.slice(0, at)));
  return {
    lost: Array.from({ length: sent }, (_, index) => index + 1).filter((number) => !first.includes(number)),
    again: first.filter((number) => came.indexOf(number) !== came.lastIndexOf(number)),
    overtaken: first.filter((number, at) => number < latest[at]!),
  };
};

/** Some of the numbers, and how many there are. */
export const some = (numbers: readonly number[]): string =>
  numbers.length === 0
    ? 'none'
    : `${numbers.length}: ${numbers.slice(0, 6).join(' ')}${numbers.length > 6 ? ' …' : ''}`;

/** Resolves when so many looks, 5 ms apart, have seen no more come: looks, as a process that was held up has not looked. */
export async function quiet(count: () => number, looks = 60): Promise<void> {
  let [before, same] = [count(), 0];
  for (; same < looks; await pause(5)) {
    const now = count();
    same = now === before ? same + 1 : 0;
    before = now;
  }
}
