import { Fatal } from '@parley/faults';
import { decodeMessage } from '@parley/marshalling';
import { hostRanks, noAnswer, type Arrival } from '@parley/middleware/mpi';
import type { Application, OpenReceiver } from '@parley/roles';
import { encodeAnswer } from './answer';

/** What the application could not do is its affair; what it was not able to read is bad input. */
const take =
  (application: Application) =>
  async ({ tag, data, answer }: Arrival) => {
    try {
      const message = decodeMessage(data);
      if (tag === noAnswer) await application.notify(message);
      else await answer(encodeAnswer(await application.reserve(message)));
    } catch (error) {
      if (error instanceof Fatal) application.refused(error);
      if (tag !== noAnswer) await answer(encodeAnswer(error as Error));
    }
  };

/**
 * Rank 0, of a job of its own with each sender that comes. It receives in the order sent and enters the application at
 * once; at most 32 messages of a sender are in hand, what is beyond waits unreceived, and its sender with it.
 */
export const openReceiver: OpenReceiver = async ({ bind }, application) => {
  const host = await hostRanks(bind[0] ?? 'mpi://127.0.0.1:0', take(application));
  return { addresses: [host.address], close: host.close };
};
