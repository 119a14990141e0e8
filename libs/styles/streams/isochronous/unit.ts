import { Fatal } from '@parley/faults';
import { decodeMessage, encodeMessage, type Message } from '@parley/marshalling';

/** One unit of a stream of media. */
export interface Unit {
  /** Which stream: a number that its source has drawn. */
  stream: number;
  /** 1, 2, 3 … of its stream. */
  number: number;
  /** When it was taken, in ms of the source's own clock. */
  stamp: number;
  message: Message;
}

const mark = 0x5541;
const headBytes = 18;

/** The most bytes of a body: with its head the unit fits into one datagram of 65,507. */
export const maxBytes = 60_000;

/** A mark (16 bits), the stream and the number (32 bits each), the time stamp (a double), all big-endian; the message. */
export const encodeUnit = ({ stream, number, stamp, message }: Unit): Buffer => {
  const { length } = message.body;
  if (length > maxBytes) throw new Fatal(`a body of ${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
  const head = Buffer.alloc(headBytes);
  head.writeUInt16BE(mark, 0);
  head.writeUInt32BE(stream, 2);
  head.writeUInt32BE(number, 6);
  head.writeDoubleBE(stamp, 10);
  return Buffer.concat([head, encodeMessage(message)]);
};

/** The reverse. Throws Fatal `undecodable`. */
export const decodeUnit = (bytes: Buffer): Unit => {
  if (bytes.length < headBytes || bytes.readUInt16BE(0) !== mark || !Number.isFinite(bytes.readDoubleBE(10)))
    throw new Fatal('the datagram is none of ours', { reason: 'undecodable' });
  return {
    stream: bytes.readUInt32BE(2),
    number: bytes.readUInt32BE(6),
    stamp: bytes.readDoubleBE(10),
    message: decodeMessage(bytes.subarray(headBytes)),
  };
};
