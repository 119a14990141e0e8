import { byStamp, inOrder, type Service, type Stamp } from './service';
import { chooseOfUsers, sayOfUsers, type UsersOperation } from './users';

/** Names by user, each with the stamp of the operation that it is from. */
export type MergedState = Readonly<Record<string, { name: string; stamp: Stamp }>>;

/**
 * The same users with more work in the operations instead of a total order: of two updates the one with the later stamp
 * stays, whichever comes first; who is removed stays away. Under causal order a user that is not there has been removed:
 * its add came before whatever else is said of it, so that nothing has to be kept of the dead. The state is the one that
 * the operations give in the order of their stamps.
 */
export const usersMerged: Service<MergedState, UsersOperation> = {
  name: 'users-merged',
  empty: {},
  execute: (state, operation, stamp) => {
    const { user } = operation;
    const present = state[user];
    if (operation.do === 'add') return present ? state : { ...state, [user]: { name: operation.name, stamp } };
    if (!present) return state;
    if (operation.do === 'update')
      return byStamp(stamp, present.stamp) > 0 ? { ...state, [user]: { name: operation.name, stamp } } : state;
    const { [user]: _, ...others } = state;
    return others;
  },
  choose: (state, client, draw) => chooseOfUsers(Object.keys(state), client, draw),
  view: (state) => inOrder(Object.fromEntries(Object.entries(state).map(([user, { name }]) => [user, name]))),
  say: sayOfUsers,
};
