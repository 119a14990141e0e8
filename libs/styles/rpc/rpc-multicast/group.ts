import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { grpcClient } from '@parley/middleware/grpc';
import type { Message } from '@parley/roles';
import { targetOf } from '../address';
import { told } from '../outcome';
import { callsName, type CallsDefinition } from '../rpc/service';
import { fromWire, toWire } from '../wire';

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

/**
 * The stub of a service that is several servers: every call goes to all of them, and its caller sees one. `connect` names
 * the members, each entry one or several with commas between.
 */
export const openGroup = (connect: readonly string[], deadlineMs: number) => {
  const addresses = connect.flatMap((one) => one.split(','));
  if (addresses.length === 0) targetOf([]);
  const members = addresses.map((one) => grpcClient<CallsDefinition>(callsName, targetOf([one]), { deadlineMs }));
  const ask = (request: Message, withinMs: number): Promise<Message>[] => {
    const wire = toWire(request);
    const calls = members.map(async (member) => {
      const { message } = await told(member.Reserve({ message: wire }, { deadlineMs: withinMs }));
      return fromWire(message);
    });
    // Those that nobody waits for any more may fail.
    for (const call of calls) call.catch(() => undefined);
    return calls;
  };
  return {
    size: members.length,
    notify: async (message: Message, withinMs = deadlineMs): Promise<void> => {
      const wire = toWire(message);
      await settledAll(members.map((member) => told(member.Notify({ message: wire }, { deadlineMs: withinMs }))));
    },
    reserve: (request: Message, policy: Policy, withinMs = deadlineMs): Promise<Message> =>
      choose[policy](ask(request, withinMs)),
    /** All results as one, by a function of the caller’s. */
    merged: async (request: Message, merge: (results: Message[]) => Message, withinMs = deadlineMs): Promise<Message> =>
      merge(await settledAll(ask(request, withinMs))),
    close: () => members.forEach((member) => member.close()),
  };
};
