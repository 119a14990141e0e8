/** Numbers in [0, 1) that look random; the same seed and the same names give the same row of them (mulberry32). */
export const randomOf = (seed: number, ...names: (string | number)[]): (() => number) => {
  let state = seed >>> 0;
  // FNV-1a, so that each name gets a row of its own.
  for (const character of names.join('/')) state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
