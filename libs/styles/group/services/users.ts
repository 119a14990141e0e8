import { drawn, inOrder, type Client, type Service } from './service';

export type UsersOperation = { do: 'add' | 'update'; user: string; name: string } | { do: 'remove'; user: string };

/** Names by user. */
export type UsersState = Readonly<Record<string, string>>;

/** What a client does that sees these users; an identity is given once and never again. */
export const chooseOfUsers = (users: readonly string[], { turn }: Client, draw: number): UsersOperation => {
  const user = drawn(draw, 0.25, users);
  if (user === undefined) return { do: 'add', user: `u${turn}`, name: 'new' };
  // The draw's later digits: which user it is has nothing to do with what becomes of it.
  return (draw * 1000) % 1 < 0.15 ? { do: 'remove', user } : { do: 'update', user, name: `name-${turn}` };
};

export const sayOfUsers = (operation: UsersOperation): string =>
  operation.do === 'update' ? `update ${operation.user}: ${operation.name}` : `${operation.do} ${operation.user}`;

/** Users whose operations mean what their order says: of two updates the later one stays. */
export const users: Service<UsersState, UsersOperation> = {
  name: 'users',
  empty: {},
  execute: (state, operation) => {
    const { user } = operation;
    if (operation.do === 'add') return user in state ? state : { ...state, [user]: operation.name };
    if (!(user in state)) return state;
    if (operation.do === 'update') return { ...state, [user]: operation.name };
    const { [user]: _, ...others } = state;
    return others;
  },
  choose: (state, client, draw) => chooseOfUsers(Object.keys(state), client, draw),
  view: inOrder,
  say: sayOfUsers,
};
