import { rpcError } from '@parley/middleware/grpc';

const remembered = 10_000;

/**
 * Who opens a new stream has given the old one up: what is still read from that must not come in between. `openTurn` is
 * called as a stream begins; what it returns throws ABORTED once a later stream of the same sender was heard.
 */
export const openTurns = () => {
  const latest = new Map<string, number>();
  let streams = 0;
  return () => {
    const mine = (streams += 1);
    return (sender: string): void => {
      if ((latest.get(sender) ?? 0) > mine)
        throw rpcError('ABORTED', `a later stream of ${sender} has begun`, { reason: 'superseded' });
      latest.set(sender, mine);
      const [oldest] = latest.keys();
      if (latest.size > remembered && oldest !== undefined) latest.delete(oldest);
    };
  };
};
