/**
 * Reads a stream of frames that begin with their size in 32 bits, in pieces of any length, and gives back what is to go on.
 * `look` sees the first `headBytes` of each frame, its size included: it lets the frame pass (undefined), piece by piece, or
 * says what becomes of the whole of it, which is then waited for.
 */
export const readFrames = (headBytes: number, look: (head: Buffer) => ((frame: Buffer) => Buffer) | undefined) => {
  let held: Buffer = Buffer.alloc(0);
  let passing = 0;
  let change: ((frame: Buffer) => Buffer) | undefined;

  return (chunk: Buffer): Buffer[] => {
    const out: Buffer[] = [];
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    const take = (bytes: number): Buffer => {
      const part = held.subarray(0, bytes);
      held = held.subarray(part.length);
      return part;
    };
    while (held.length > 0) {
      if (passing > 0) {
        const part = take(passing);
        passing -= part.length;
        out.push(part);
        continue;
      }
      if (held.length < headBytes) break;
      const size = held.readInt32BE(0) + 4;
      change ??= look(held.subarray(0, headBytes));
      if (!change) {
        passing = size;
        continue;
      }
      if (held.length < size) break;
      out.push(change(take(size)));
      change = undefined;
    }
    return out;
  };
};
