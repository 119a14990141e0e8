import { Fatal } from '@parley/faults';
import { longestKnown, tag, type Value } from './value';

const deepest = 32;

const bad = (why: string): Fatal => new Fatal(`the bytes are no frame: ${why}`, { reason: 'undecodable' });

/** Reads one value after the other. */
export interface Decoder {
  more(): boolean;
  next(): Value;
}

/**
 * Reads the values in these bytes, from this byte to the end. Runs of bytes are not copied. `next` throws Fatal
 * `undecodable`; nothing that comes makes it fail otherwise.
 */
export function openDecoder(bytes: Buffer, from = 0): Decoder {
  const texts: string[] = [];
  let next = from;

  const byte = (): number => {
    if (next >= bytes.length) throw bad('it is cut short');
    return bytes[next++]!;
  };
  const whole = (): number => {
    let [value, scale] = [0, 1];
    for (let count = 0; count < 8; count++) {
      const part = byte();
      value += (part & 0x7f) * scale;
      if (part < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      scale *= 0x80;
    }
    throw bad('a number is too large');
  };
  const run = (length: number): number => {
    const start = next;
    if (length > bytes.length - start) throw bad('it is cut short');
    next += length;
    return start;
  };
  const text = (kind: number): string => {
    if (kind === tag.known) {
      const told = texts[whole()];
      if (told === undefined) throw bad('a text that was not told');
      return told;
    }
    if (kind !== tag.text && kind !== tag.latin) throw bad('a text is missing');
    const length = whole();
    const start = run(length);
    const value = bytes.toString(kind === tag.text ? 'utf8' : 'latin1', start, start + length);
    if (length <= longestKnown) texts.push(value);
    return value;
  };
  const object = (depth: number): Value => {
    const value: Record<string, Value> = {};
    for (let fields = byte(); fields > 0; fields--) {
      const key = text(byte());
      if (key === '__proto__') throw bad('a name that no field has');
      value[key] = take(depth + 1);
    }
    return value;
  };
  const array = (depth: number): Value[] => {
    const length = whole();
    if (length > bytes.length - next) throw bad('it is cut short');
    const value: Value[] = [];
    for (let count = 0; count < length; count++) value.push(take(depth + 1));
    return value;
  };
  const take = (depth: number): Value => {
    if (depth > deepest) throw bad('it is too deep');
    const kind = byte();
    if (kind < 0x80) return kind;
    switch (kind) {
      case tag.null:
        return null;
      case tag.false:
        return false;
      case tag.true:
        return true;
      case tag.whole:
        return whole();
      case tag.negative:
        return -whole();
      case tag.real:
        return bytes.readDoubleBE(run(8));
      case tag.bytes: {
        const length = whole();
        const start = run(length);
        return bytes.subarray(start, start + length);
      }
      case tag.array:
        return array(depth);
      case tag.object:
        return object(depth);
      default:
        return text(kind);
    }
  };
  return { more: () => next < bytes.length, next: () => take(0) };
}
