import { Fatal } from '@parley/faults';
import { connectRabbit, openForwarder, type Delivery, type Publication } from '@parley/middleware/rabbitmq';
import type { OpenMiddle } from '@parley/roles';
import { access } from '../access';
import { inFormat, isReadable } from '../formats';
import { logOf, routers, topologyOn, type Hop } from './topology';

/** What goes over a hop for a message: itself, in the format that is wanted there, and its copy for the log. Throws Fatal `no-route`, `undecodable`. */
export const over = (
  hop: Hop,
  { messageId, type, contentType, headers, body, routingKey }: Delivery,
): Publication[] => {
  const way = Object.hasOwn(hop.passes, routingKey) ? hop.passes[routingKey] : undefined;
  if (!way) throw new Fatal(`from here there is no way to host ${JSON.stringify(routingKey)}`, { reason: 'no-route' });
  const message = { messageId, type, contentType, headers, body };
  const converted = way.as && isReadable(message) ? inFormat(message, way.as) : message;
  return [
    { ...message, exchange: '', routingKey: logOf(hop) },
    { ...converted, exchange: way.queue, routingKey },
  ];
};

/** A router: takes from its queues and passes on, over its hops; a message is off its queue when it is stored in the next. */
export const openMiddle: OpenMiddle = async (place) => {
  const { connect, role = '' } = place;
  const hops = routers[role];
  if (!hops)
    throw new Fatal(`${JSON.stringify(role)} is none of ${Object.keys(routers).join(', ')}`, { reason: 'role' });
  const [nearAddress, farAddress = nearAddress] = connect;
  const open = (side: 'near' | 'far', address = '') =>
    connectRabbit({ ...access({ ...place, connect: address ? [address] : [] }), topology: topologyOn(side) });
  const near = await open('near', nearAddress);
  const far = await open('far', farAddress).catch(async (error: unknown) => {
    await near.close();
    throw error;
  });
  const sides = { near, far };
  const forwarders = hops.map((hop) =>
    openForwarder(sides[hop.from], sides[hop.to], { queue: hop.takes }, (delivery) => over(hop, delivery)),
  );
  await Promise.all(forwarders.map(({ ready }) => ready));
  const close = async () => {
    await Promise.all(forwarders.map(({ drain }) => drain()));
    await Promise.all([near.close(), far.close()]);
  };
  return { addresses: [], close };
};
