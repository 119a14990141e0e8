import { Fatal } from '@parley/faults';
import { decodeMessage } from '@parley/marshalling';
import type { OpenReceiver } from '@parley/roles';
import { createGroup, joinGroup, leaveGroup, type Delivered, type GroupOptions } from '../transports';
import { group, settings, stack } from './stack';

/** So long a newcomer waits for a member to answer before it makes the group itself: not all of them equally long. */
const aloneAfterMs = (): number => 300 + Math.random() * 500;

const asFatal = (error: unknown): Fatal =>
  error instanceof Fatal ? error : new Fatal('the application failed', { reason: 'application', cause: error });

/** A member: it joins the group at its address, or makes it; takes what is delivered, one message after the other; leaves. */
export const openReceiver: OpenReceiver = async ({ bind: [address = 'udp://239.77.6.1:7706'], name }, application) => {
  const inHand = new Set<Promise<void>>();
  const take = async ({ body }: Delivered): Promise<void> => {
    try {
      await application.notify(decodeMessage(Buffer.from(body)));
    } catch (error) {
      application.refused(asFatal(error));
    }
  };
  const options: GroupOptions = {
    address,
    name,
    group,
    stack,
    settings,
    deliver: (message) => {
      const one: Promise<void> = take(message).finally(() => inHand.delete(one));
      inHand.add(one);
    },
    refused: application.refused,
  };
  const isAlone = address.includes(':0/') || address.endsWith(':0');
  const joined = isAlone
    ? undefined
    : await joinGroup({ ...options, deadlineMs: aloneAfterMs() }).catch(() => undefined);
  const member = joined ?? (await createGroup(options));
  return {
    addresses: [member.address],
    close: async () => {
      await leaveGroup(member);
      await Promise.all(inHand);
    },
  };
};
