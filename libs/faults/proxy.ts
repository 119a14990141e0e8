import type { FaultProxy, Tap, Target } from './proxy-port';
import { openTcp } from './tcp-proxy';
import type { Carrier } from './toxics';
import { openUdp } from './udp-proxy';

/** Where the proxy stands; `seed` decides every fate (same seed, same fate); `tap` is for TCP. */
export interface ProxyPlan {
  carrier: Carrier;
  target: Target;
  seed?: number;
  tap?: Tap;
}

/**
 * A fault proxy on 127.0.0.1 in front of `target`; listens when it resolves. Without toxics it changes nothing. Fates are
 * drawn per connection, and per datagram within one client's order.
 */
export const openProxy = ({ carrier, target, seed, tap }: ProxyPlan): Promise<FaultProxy> =>
  carrier === 'tcp' ? openTcp(target, { seed, tap }) : openUdp(target, { seed });

/** A TCP proxy whose traffic a test looks at or changes. */
export const openTcpProxy = (target: Target, tap?: Tap): Promise<FaultProxy> =>
  openProxy({ carrier: 'tcp', target, tap });
