import { Fatal } from '@parley/faults';

/** What a frame is. `hello` names the session of the side that dialled; `beat` only says that the process is alive. */
export const kinds = ['notice', 'request', 'reply', 'failure', 'beat', 'hello'] as const;

export type Kind = (typeof kinds)[number];

export interface Frame {
  kind: Kind;
  /** Which request a request, reply or failure belongs to; 0 for the others. */
  id: number;
  payload: Buffer;
}

/** Length of the payload (32 bits, big-endian), kind (8 bits), id (32 bits). */
const headBytes = 9;

/** One frame as bytes; the payload is copied, so that the caller may go on using its own. */
export const encodeFrame = (kind: Kind, id = 0, payload: Uint8Array = Buffer.alloc(0)): Buffer => {
  const frame = Buffer.allocUnsafe(headBytes + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt8(kinds.indexOf(kind), 4);
  frame.writeUInt32BE(id, 5);
  frame.set(payload, headBytes);
  return frame;
};

/**
 * Puts frames together again from a stream that is cut anywhere. `read` takes a chunk and calls back for each frame that
 * it completes, in order. It throws Fatal before anything of such a frame is kept: `too-large` where more than
 * `maxBytes` are announced, `undecodable` where the kind is unknown. After that the stream has no known boundary any
 * more and must be given up.
 */
export function openFrameReader(maxBytes: number) {
  const head = Buffer.alloc(headBytes);
  let headFilled = 0;
  let body = Buffer.alloc(0);
  let filled = 0;

  const begin = () => {
    const length = head.readUInt32BE(0);
    const kind = head.readUInt8(4);
    if (!(kind in kinds)) throw new Fatal(`no frame is of kind ${kind}`, { reason: 'undecodable' });
    if (length > maxBytes)
      throw new Fatal(`a frame of ${length} B is announced, ${maxBytes} B is the most`, { reason: 'too-large' });
    body = Buffer.allocUnsafe(length);
    filled = 0;
  };

  return {
    read: (chunk: Buffer, each: (frame: Frame) => void): void => {
      for (let at = 0; at < chunk.length;) {
        if (headFilled < headBytes) {
          const copied = chunk.copy(head, headFilled, at);
          headFilled += copied;
          at += copied;
          if (headFilled < headBytes) return;
          begin();
        }
        const copied = chunk.copy(body, filled, at);
        filled += copied;
        at += copied;
        if (filled < body.length) return;
        headFilled = 0;
        each({ kind: kinds[head.readUInt8(4)]!, id: head.readUInt32BE(5), payload: body });
      }
    },
    /** Whether the stream stopped in the middle of a frame. */
    inside: (): boolean => headFilled > 0,
  };
}
