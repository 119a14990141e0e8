import { RpcTarget } from 'capnweb';
import { outcomeOf, type Outcome } from './outcome';

/** An object that can be called from outside: its own functions, by name. */
export type Methods = Readonly<Record<string, (...args: never[]) => unknown>>;

/**
 * What capnweb hands out for an object: its own functions and nothing else, each answering with an outcome. `run` is put around
 * every call.
 */
export const targetOf = (
  methods: object,
  run: (call: () => unknown) => Promise<Outcome> = (call) => outcomeOf(call),
): RpcTarget => {
  class Exported extends RpcTarget {}
  for (const [name, method] of Object.entries(methods))
    if (typeof method === 'function')
      Object.defineProperty(Exported.prototype, name, {
        value: (...args: unknown[]) => run(() => Reflect.apply(method, methods, args)),
      });
  return new Exported();
};
