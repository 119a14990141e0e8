import { Fatal, OutcomeUnknown, Retryable, kindOf } from '@parley/faults';
import { isPlain } from './brine';
import { stopIteration } from './protocol';

/** An exception that Python's own `except` clauses know: `new PythonError('AttributeError', '…')`. */
export class PythonError extends Error {
  readonly kind = 'fatal';

  constructor(
    /** The name of one of Python's built-in exceptions. */
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = reason;
  }
}

/** The end of an iteration: no error, Python's way to say that nothing follows. */
export class StopIteration extends PythonError {
  constructor() {
    super('StopIteration', 'there is nothing more');
  }
}

/** JavaScript's errors by the names that Python has for the same. */
const pythons: Record<string, string> = {
  TypeError: 'TypeError',
  RangeError: 'ValueError',
  SyntaxError: 'SyntaxError',
};

/** More of an error's text than this does not travel. */
const maxText = 4000;

const ours = 'parley.faults';

/**
 * What an error is on the wire: module and name, arguments, attributes, traceback (rpyc/core/vinegar.py). Kind and reason go
 * as attributes, so that any client can read them. The stack stays here: it is nobody else's matter.
 */
export const dumpError = (error: unknown): unknown => {
  if (error instanceof StopIteration) return stopIteration;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const reason = error instanceof Error && 'reason' in error && isPlain(error.reason) ? error.reason : undefined;
  const typed = error instanceof Retryable || error instanceof Fatal || error instanceof OutcomeUnknown;
  const type = error instanceof PythonError ? error.reason : (pythons[name] ?? 'Exception');
  const attributes = [['kind', kindOf(error)], ...(reason === undefined ? [] : [['reason', reason]])];
  return [typed ? [ours, name] : ['builtins', type], [message.slice(0, maxText)], attributes, '<traceback denied>'];
};

const textOf = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString() : String(value));

/**
 * The error that an exception of the other side becomes here: one of our three where it was one there, else Fatal with the
 * exception's name as its reason. Never throws: what is no exception becomes a Fatal too.
 */
export const loadError = (value: unknown): Error => {
  if (value === stopIteration) return new StopIteration();
  if (typeof value === 'string') return new Fatal(value, { reason: 'exception' });
  if (!Array.isArray(value) || !value.every((part, index) => Array.isArray(part) === index < 3))
    return new Fatal('the other side reported an error that cannot be read', { reason: 'undecodable' });
  const [[module, name], args, attributes, traceback] = value as [unknown[], unknown[], unknown[], unknown];
  const known = new Map(attributes.filter(Array.isArray).map(([key, what]) => [textOf(key), what]));
  const message = args.map(textOf).join(', ') || textOf(name);
  if (module === ours && name === 'Retryable') return new Retryable(message);
  if (module === ours && name === 'OutcomeUnknown') return new OutcomeUnknown(message);
  if (module === ours) return new Fatal(message, { reason: textOf(known.get('reason') ?? 'fatal') });
  const detail = { exception: `${textOf(module)}.${textOf(name)}`, traceback: textOf(traceback).slice(0, maxText) };
  return new Fatal(message, { reason: textOf(name), detail });
};
