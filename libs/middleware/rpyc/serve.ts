import { attributeOf, methodsOf, namesOf, reprOf } from './attributes';
import { PythonError } from './exceptions';
import type { openExported } from './exported';
import { idPackOf } from './exported';
import { knownOf } from './netref';
import { handlers, type IdPack } from './protocol';

type Callable = (...args: unknown[]) => unknown;

const callable = (value: unknown): Callable => {
  if (typeof value !== 'function') throw new PythonError('TypeError', `${reprOf(value)} is not callable`);
  return value as Callable;
};

const asList = (value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new PythonError('TypeError', 'the arguments are no tuple');
  return value;
};

const object = (value: unknown): object => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
    throw new PythonError('AttributeError', `${reprOf(value)} has no attributes here`);
  return value;
};

const call = (target: unknown, args: unknown, kwargs: unknown = []): unknown => {
  if (asList(kwargs).length > 0) throw new PythonError('TypeError', 'keyword arguments are not served');
  return callable(target)(...asList(args));
};

const alike = (one: unknown, other: readonly unknown[]) =>
  Array.isArray(one) && one.length === other.length && one.every((item, index) => item === other[index]);

/** `==` of Python: lists by what is in them, one of them being on the other side; all else by identity. */
const isEqual = async (one: unknown, other: unknown): Promise<boolean> => {
  const remote = knownOf(other);
  if (!remote || !Array.isArray(one)) return one === other;
  if (remote.pack[0] !== 'builtins.list') return false;
  const items = await remote.line.request(handlers.iterate, other, one.length + 1);
  return alike(one, items as readonly unknown[]);
};

const compare = async (one: unknown, other: unknown, operator: unknown): Promise<boolean> => {
  if (operator === '__eq__') return isEqual(one, other);
  if (operator === '__ne__') return !(await isEqual(one, other));
  throw new PythonError('TypeError', `${String(operator)} is not served`);
};

const refuse = (what: string) => () => {
  throw new PythonError('AttributeError', `${what} is denied`);
};

/** What this side does when the other asks it to (rpyc/core/protocol.py, the request handlers), by the request's number. */
export const openHandlers = (
  root: object,
  exported: ReturnType<typeof openExported>,
  end: () => void,
): Record<number, (...args: unknown[]) => unknown> => ({
  [handlers.ping]: (data) => data,
  [handlers.close]: end,
  [handlers.getRoot]: () => root,
  [handlers.getAttribute]: (of, name) => attributeOf(object(of), String(name)),
  [handlers.setAttribute]: refuse('setting an attribute'),
  [handlers.deleteAttribute]: refuse('deleting an attribute'),
  [handlers.call]: call,
  [handlers.callAttribute]: (of, name, args, kwargs) => call(attributeOf(object(of), String(name)), args, kwargs),
  [handlers.repr]: reprOf,
  [handlers.str]: (value) => (typeof value === 'string' ? value : reprOf(value)),
  [handlers.compare]: compare,
  [handlers.hash]: (of) => idPackOf(object(of))[2],
  [handlers.dir]: (of) => namesOf(object(of)),
  [handlers.drop]: (of, count) => exported.takeBack(object(of), Number(count)),
  [handlers.inspect]: (pack) => methodsOf(exported.find(pack as IdPack)),
  [handlers.iterate]: (of, count) => {
    const found = object(of);
    const items = Array.isArray(found) ? found : undefined;
    if (items) return Object.freeze(items.slice(0, Number(count)));
    const next = callable(attributeOf(found, '__next__'));
    return take(next, Number(count));
  },
});

const take = (next: Callable, count: number): readonly unknown[] => {
  const items: unknown[] = [];
  try {
    while (items.length < count) items.push(next());
  } catch (error) {
    if (!(error instanceof PythonError && error.reason === 'StopIteration')) throw error;
  }
  return Object.freeze(items);
};
