import { Fatal, Retryable } from '@parley/faults';
import { serveRpyc } from '@parley/middleware/rpyc';
import type { Application, OpenReceiver } from '@parley/roles';
import { openDesk } from '../envelope';
import { maxFrame } from '../limits';
import { placeOf } from './address';

/** So many clients are remembered at most. */
const maxClients = 10_000;

/**
 * The object that a client reaches. Each client asks it for a desk of its own and tells how often it has asked: a newer desk
 * ends that client's older one, so that what is still on its way to the older one comes too late instead of out of order.
 */
const openOffice = (application: Application) => {
  const newest = new Map<string, number>();
  return {
    exposed_desk: (client: unknown, nth: unknown) => {
      const [name, number] = [String(client), Number(nth)];
      if (!Number.isSafeInteger(number))
        throw new Fatal('a desk is asked for by name and number', { reason: 'bad-number' });
      if ((newest.get(name) ?? 0) >= number) throw new Retryable('there is a newer desk');
      newest.delete(name);
      newest.set(name, number);
      // Whoever has asked for nothing for longest has gone long ago.
      if (newest.size > maxClients) newest.delete(newest.keys().next().value!);
      const { notify, reserve } = openDesk(application);
      const first =
        <T>(run: (bytes: unknown) => Promise<T>) =>
        async (bytes: unknown) => {
          if (newest.get(name) !== number) throw new Retryable('there is a newer desk');
          return run(bytes);
        };
      return { exposed_notify: first(notify), exposed_reserve: first(reserve) };
    },
  };
};

/** The server: one object for all who connect. */
export const openReceiver: OpenReceiver = async ({ bind, deadlineMs }, application) => {
  const office = openOffice(application);
  const { refused } = application;
  const options = { service: () => office, deadlineMs, maxBytes: maxFrame, drainMs: deadlineMs, refused };
  const server = await serveRpyc({ ...placeOf(bind), ...options });
  return { addresses: [`tcp://${server.host}:${server.port}`], close: server.close };
};

export type Office = ReturnType<typeof openOffice>;
