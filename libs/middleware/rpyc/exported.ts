import { className } from './attributes';
import { PythonError } from './exceptions';
import type { IdPack } from './protocol';

/** A number for each object of this process that was ever given out, and for each class name. */
let lastNumber = 0;
const numbers = new WeakMap<object, number>();
const classes = new Map<string, number>();

const numberIn = <K>(
  known: { get(key: K): number | undefined; set(key: K, number: number): unknown },
  key: K,
): number => {
  const number = known.get(key) ?? ++lastNumber;
  known.set(key, number);
  return number;
};

export const idPackOf = (object: object): IdPack => {
  const name = className(object);
  return [name, numberIn(classes, name), numberIn(numbers, object)];
};

export const keyOf = ([name, type, instance]: IdPack): string => `${name}/${type}/${instance}`;

/**
 * The objects of ours that the other side of one connection holds. Each time that a reference is sent counts; the other side
 * tells how many it gives back, and at zero the object is forgotten here.
 */
export function openExported() {
  const held = new Map<string, { object: object; count: number }>();
  return {
    /** The reference to send for an object. */
    give(object: object): IdPack {
      const pack = idPackOf(object);
      const known = held.get(keyOf(pack)) ?? { object, count: 0 };
      held.set(keyOf(pack), { object, count: known.count + 1 });
      return pack;
    },
    /** The object of a reference that has come back. Throws PythonError where it was never given, or was given back. */
    find(pack: IdPack): object {
      const known = held.get(keyOf(pack));
      if (!known) throw new PythonError('KeyError', `there is no object ${keyOf(pack)}: it was given back`);
      return known.object;
    },
    takeBack(object: object, count: number): void {
      const key = keyOf(idPackOf(object));
      const known = held.get(key);
      if (!known) return;
      if (known.count <= count) held.delete(key);
      else known.count -= count;
    },
    count: () => held.size,
    clear: () => held.clear(),
  };
}
