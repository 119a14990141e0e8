import { Fatal, OutcomeUnknown } from '@parley/faults';
import { decodeMessage } from '@parley/marshalling';
import { openWorker } from '@parley/middleware/zeromq';
import type { OpenReceiver } from '@parley/roles';
import { sourcePorts } from './style';

/** What is wrong with the job itself, not with whoever does it. */
const badInput = ['undecodable', 'unknown-content-type'];

/** Jobs that it asks each source for at a time: one to do, and one so that it need not wait for the next. */
const credit = 2;

const within = (ms: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutcomeUnknown('the job was not done by its deadline')), ms);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
};

/** Opens a worker of one or more sources: `connect` has two addresses of each, for jobs and for results. It does one job at a time. */
export const openReceiver: OpenReceiver = async ({ connect, name, deadlineMs }, application) => {
  let turn: Promise<void> = Promise.resolve();
  const handle = async ({ body }: { body: Buffer }) => {
    const mine = turn.then(() =>
      within(
        deadlineMs,
        Promise.resolve().then(() => application.notify(decodeMessage(body))),
      ),
    );
    turn = mine.catch(() => undefined);
    try {
      await mine;
    } catch (error) {
      if (error instanceof Fatal && badInput.includes(error.reason)) application.refused(error);
      throw error;
    }
    return { body: Buffer.alloc(0), headers: {} };
  };
  const sources = connect.length > 0 ? connect : sourcePorts;
  const pairs = sources.flatMap((jobs, at) => (at % 2 === 0 ? [{ connect: jobs, sink: sources[at + 1] ?? jobs }] : []));
  const { refused } = application;
  const workers = await Promise.all(pairs.map((pair) => openWorker({ ...pair, name, credit, handle, refused })));
  const drained = () => Promise.all(workers.map(({ drain, close }) => drain().then(close)));
  let closing: Promise<void> | undefined;
  return { addresses: [], close: () => (closing ??= drained().then(() => undefined)) };
};
