import type { GroundOptions } from '@parley/roles';
import { findBroker } from './find';
import { openMortal } from './mortal';
import { type BrokerGround, common, freshName, groundAt } from './place';

/**
 * Opens places on an ActiveMQ, which speaks AMQP 1.0 over TLS: a fresh prefix for the names of queues each,
 * `amqps://user:password@host:port/?ca=FILE&prefix=PREFIX`. ActiveMQ removes a queue that is empty and that nobody has used for 30 s.
 *
 * `mortal`: on a broker that may be struck, by one ground at a time. `common`: the prefix `parley`.
 */
export const onActivemq =
  () =>
  async ({ mortal = false, common: keep = false }: GroundOptions = {}): Promise<BrokerGround> => {
    const struck = mortal ? await openMortal('activemq') : undefined;
    const found = struck?.addresses ?? (await findBroker('activemq', ['activemqUrl']));
    const url = new URL(found.activemqUrl!);
    url.pathname = '/';
    url.searchParams.set('prefix', keep && !mortal ? common : freshName());
    return { ...groundAt([url.href], async () => struck?.close()), broker: struck?.broker };
  };
