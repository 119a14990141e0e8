import { Fatal } from '@parley/faults';
import type { PeerOptions } from '@parley/middleware/p2p';
import type { Place } from '@parley/roles';
import { defaultChannel, interestOf, type Interest } from './interest';

/** Where a peer stands, and what it wants: the wishes may stand behind any of its addresses; the first one's count. */
export const standing = ({ bind, connect, name, deadlineMs }: Place): { peer: PeerOptions; interest: Interest } => {
  const [listen, know] = [bind.map(interestOf), connect.map(interestOf)];
  if (listen.length + know.length === 0)
    throw new Fatal('a peer listens (--bind) or knows another peer (--connect)', { reason: 'address' });
  const interest =
    [...listen, ...know].find(({ words }) => words !== 'everything') ?? interestOf(`?channel=${defaultChannel}`);
  return {
    peer: { name, deadlineMs, listen: listen.map(({ address }) => address), know: know.map(({ address }) => address) },
    interest,
  };
};
