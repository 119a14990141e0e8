import { AsyncLocalStorage } from 'node:async_hooks';

/** The call that is being handled: what the calls made on its behalf inherit. */
export interface Scope {
  deadline: number;
  signal: AbortSignal;
  /** Set once the handler has answered: work that it left running is no longer on the caller's behalf. */
  answered: boolean;
}

const scopes = new AsyncLocalStorage<Scope | undefined>();

export const inScope = <T>(scope: Scope, fn: () => T): T => scopes.run(scope, fn);

export const currentScope = (): Scope | undefined => {
  const scope = scopes.getStore();
  return scope?.answered ? undefined : scope;
};

/** Runs `fn` as work of its own: calls made in it take neither deadline nor cancellation from the call being handled. */
export const detached = <T>(fn: () => T): T => scopes.run(undefined, fn);
