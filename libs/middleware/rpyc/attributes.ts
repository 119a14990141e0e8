import { Slice, isPlain, notImplemented } from './brine';
import { PythonError, StopIteration } from './exceptions';

const prefix = 'exposed_';

type Callable = (...args: unknown[]) => unknown;

/** What a Python `for` walks along. */
class Walk {
  private at = 0;
  constructor(private readonly items: readonly unknown[]) {}

  next(): unknown {
    if (this.at >= this.items.length) throw new StopIteration();
    return this.items[this.at++];
  }
}

const sliced = (items: readonly unknown[], { start, stop, step }: Slice): unknown[] => {
  if (step !== null && step !== 1) throw new PythonError('ValueError', 'a slice with a step is not served');
  return items.slice(Number(start ?? 0), stop === null ? undefined : Number(stop));
};

const item = (items: readonly unknown[], key: unknown): unknown => {
  if (key instanceof Slice) return sliced(items, key);
  if (typeof key !== 'number') throw new PythonError('TypeError', 'list indices must be integers or slices');
  if (key >= items.length || key < -items.length) throw new PythonError('IndexError', 'list index out of range');
  return items.at(key);
};

/** What Python may do with our arrays: read them. Its own lists let a peer do no more either. */
const listMethods: Record<string, (items: readonly unknown[]) => Callable> = {
  __len__: (items) => () => items.length,
  __getitem__: (items) => (key) => item(items, key),
  __contains__: (items) => (one) => items.includes(one),
  __iter__: (items) => () => new Walk(items),
  __add__: (items) => (more) => {
    if (!Array.isArray(more)) throw new PythonError('TypeError', 'only a list of this side can be added to a list');
    return [...items, ...more];
  },
};

const walkMethods: Record<string, (walk: Walk) => Callable> = {
  __iter__: (walk) => () => walk,
  __next__: (walk) => () => walk.next(),
};

const own = (object: object, name: string): object | undefined => (Object.hasOwn(object, name) ? object : undefined);

const named = <T>(methods: Record<string, (of: T) => Callable>, of: T, name: string): Callable | undefined =>
  own(methods, name) && methods[name]!(of);

/** The name under which the other side knows the class of an object: Python's own where it has the same thing. */
export const className = (object: object): string => {
  if (typeof object === 'function') return 'builtins.function';
  if (Array.isArray(object)) return 'builtins.list';
  return object instanceof Walk ? 'parley.iterator' : 'parley.object';
};

/**
 * An attribute of an object of ours, as the other side may read it: of an object what is its own and begins with `exposed_`
 * (the prefix may be left out), of an array what reads it, of a function nothing but the call. Throws PythonError.
 */
export const attributeOf = (object: object, name: string): unknown => {
  if (name === '__doc__') return null;
  if (typeof object === 'function') {
    if (name === '__call__') return object;
    if (name === '__name__') return object.name;
  } else if (Array.isArray(object) || object instanceof Walk) {
    const method = Array.isArray(object) ? named(listMethods, object, name) : named(walkMethods, object, name);
    if (method) return method;
  } else {
    const full = name.startsWith(prefix) ? name : `${prefix}${name}`;
    const found = own(object, full) && (object as Record<string, unknown>)[full];
    // `this` must be the object, as it is in a method call.
    if (typeof found === 'function') return (...args: unknown[]) => Reflect.apply(found, object, args);
    if (own(object, full)) return found;
  }
  throw new PythonError('AttributeError', `cannot access '${name}'`);
};

/** The methods that Python builds into the proxy's class, with their documentation: those that its syntax uses by itself. */
export const methodsOf = (object: object): readonly (readonly [string, null])[] => {
  const names = (): string[] => {
    if (typeof object === 'function') return ['__call__'];
    if (object instanceof Walk) return Object.keys(walkMethods);
    if (Array.isArray(object)) return Object.keys(listMethods);
    return Object.keys(object).filter(
      (name) => name.startsWith(prefix) && typeof Reflect.get(object, name) === 'function',
    );
  };
  return Object.freeze(names().map((name) => Object.freeze([name, null] as const)));
};

/** The names of everything that `attributeOf` gives. */
export const namesOf = (object: object): readonly string[] => {
  const plain = typeof object === 'function' || Array.isArray(object) || object instanceof Walk;
  const names = plain
    ? methodsOf(object).map(([name]) => name)
    : Object.keys(object).filter((name) => name.startsWith(prefix));
  return Object.freeze(names);
};

/** The text that Python would write for a value. */
export const reprOf = (value: unknown): string => {
  if (value === null || value === undefined) return 'None';
  if (value === notImplemented) return 'NotImplemented';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (Array.isArray(value)) {
    const inside = value.map(reprOf).join(', ');
    if (!Object.isFrozen(value)) return `[${inside}]`;
    return value.length === 1 ? `(${inside},)` : `(${inside})`;
  }
  return isPlain(value) ? String(value) : `<${className(value as object)}>`;
};
