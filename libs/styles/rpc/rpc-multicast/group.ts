import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import type { Message } from '@parley/roles';
import { targetOf } from '../address';
import { openByAddress } from './by-address';
import { openByList } from './by-list';
import { isGroupAddress, type Operation } from './datagrams';

/** Which of the answers lets the caller go on. `primary`: that of the first in the list that has not failed. */
export type Policy = 'all' | 'first' | 'majority' | 'primary';

/** What failed everywhere failed for one reason; where somebody did it, or may have, the outcome is not known. */
const together = (failures: unknown[], of: number): Error => {
  const [first] = failures;
  const text = `${failures.length} of ${of} failed: ${first instanceof Error ? first.message : String(first)}`;
  if (failures.length === of && failures.every((one) => one instanceof Retryable))
    return new Retryable(text, { cause: first });
  if (failures.length === of && failures.every((one) => one instanceof Fatal))
    return new Fatal(text, { reason: (first as Fatal).reason, cause: first });
  return new OutcomeUnknown(text, { cause: first });
};

const settledAll = async <T>(calls: Promise<T>[]): Promise<T[]> => {
  const outcomes = await Promise.allSettled(calls);
  const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (failures.length > 0) throw together(failures, calls.length);
  return outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
};

/** The first result that more than half of all have given, byte for byte. */
const majorityOf = (calls: Promise<Message>[]): Promise<Message> =>
  new Promise((resolve, reject) => {
    const counts = new Map<string, number>();
    const failures: unknown[] = [];
    let settled = 0;
    const done = () => {
      settled += 1;
      if (settled < calls.length) return;
      if (failures.length > 0) reject(together(failures, calls.length));
      else reject(new Fatal(`no majority of ${calls.length} agrees`, { reason: 'no-majority' }));
    };
    for (const call of calls)
      call.then(
        (result) => {
          const bytes = result.body.toString('base64');
          const count = (counts.get(bytes) ?? 0) + 1;
          counts.set(bytes, count);
          if (count > calls.length / 2) resolve(result);
          done();
        },
        (error: unknown) => {
          failures.push(error);
          done();
        },
      );
  });

/** In the order of the list: an answer further back counts only when all before it have failed. */
const primaryOf = async (calls: Promise<Message>[]): Promise<Message> => {
  const failures: unknown[] = [];
  for (const call of calls)
    try {
      return await call;
    } catch (error) {
      failures.push(error);
    }
  throw together(failures, calls.length);
};

const firstOf = (calls: Promise<Message>[]): Promise<Message> =>
  Promise.any(calls).catch((error: AggregateError) => {
    throw together(error.errors, calls.length);
  });

const choose: Record<Policy, (calls: Promise<Message>[]) => Promise<Message>> = {
  all: async (calls) => (await settledAll(calls))[0]!,
  first: firstOf,
  majority: majorityOf,
  primary: primaryOf,
};

/** What a service’s name stands for: addresses of servers, or one address of a group. The caller need not know which. */
export type Directory = Readonly<Record<string, readonly string[]>>;

/** The addresses that a name stands for. Throws Fatal `no-address` where nobody has said so. */
export const addressesOf = (name: string, directory: Directory): readonly string[] => {
  const addresses = directory[name];
  if (!addresses) throw new Fatal(`no service has the name ${JSON.stringify(name)}`, { reason: 'no-address' });
  return addresses;
};

/**
 * The stub of a service that is several servers: every call goes to all of them, and its caller sees one. `connect` names
 * the members, each entry one or several with commas between: `tcp://host:port` of one, called over gRPC, or a group’s
 * `udp://239.77.4.13:7713/127.0.0.1?members=3`, to which a call is sent once. Throws Fatal `no-address`, `address`.
 */
export const openGroup = async (connect: readonly string[], deadlineMs: number) => {
  const addresses = connect.flatMap((one) => one.split(','));
  if (addresses.length === 0) targetOf([]);
  const ways = await Promise.all(
    addresses.map((one) => (isGroupAddress(one) ? openByAddress(one) : openByList(one, deadlineMs))),
  );
  const ask = (operation: Operation, request: Message, withinMs: number): Promise<Message>[] => {
    const calls = ways.flatMap((way) => way.ask(operation, request, withinMs));
    // Those that nobody waits for any more may fail.
    for (const call of calls) call.catch(() => undefined);
    return calls;
  };
  return {
    size: ways.reduce((sum, { size }) => sum + size, 0),
    notify: async (message: Message, withinMs = deadlineMs): Promise<void> => {
      await settledAll(ask('notify', message, withinMs));
    },
    /** Throws Fatal `no-primary` where `primary` is asked for at a group’s address: nobody is the first there. */
    reserve: async (request: Message, policy: Policy, withinMs = deadlineMs): Promise<Message> => {
      if (policy === 'primary' && addresses.some(isGroupAddress))
        throw new Fatal('the members at one address have no order', { reason: 'no-primary' });
      return choose[policy](ask('reserve', request, withinMs));
    },
    /** All results as one, by a function of the caller’s. */
    merged: async (request: Message, merge: (results: Message[]) => Message, withinMs = deadlineMs): Promise<Message> =>
      merge(await settledAll(ask('reserve', request, withinMs))),
    close: async (): Promise<void> => void (await Promise.all(ways.map((way) => way.close()))),
  };
};
