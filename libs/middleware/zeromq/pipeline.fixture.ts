import { openVentilator, openWorker, type VentilatorOptions, type WorkerOptions } from './index';

const closing: (() => void)[] = [];

export const closePipelines = (): void => {
  for (const close of closing.splice(0).reverse()) close();
};

export const ventilator = async (options: Partial<VentilatorOptions> = {}) => {
  const opened = await openVentilator({
    bind: 'tcp://127.0.0.1:*',
    sinkBind: 'tcp://127.0.0.1:*',
    channel: 'price-jobs',
    resultChannel: 'price-results',
    resendAfterMs: 10_000,
    maxQueued: 10_000,
    ...options,
  });
  closing.push(opened.close);
  return opened;
};

/** A ventilator where another one was: libzmq lets go of a port some time after `close`. */
export const reopened = async ({ jobs, results }: { jobs: string; results: string }) => {
  const deadline = Date.now() + 5000;
  for (;;) {
    try {
      return await ventilator({ bind: jobs, sinkBind: results });
    } catch (error) {
      if (!String(error).includes('EADDRINUSE') || Date.now() > deadline) throw error;
      await pause(10);
    }
  }
};

export const worker = async (addresses: { jobs: string; results: string }, options: Partial<WorkerOptions> = {}) => {
  const opened = await openWorker({
    connect: addresses.jobs,
    sink: addresses.results,
    name: 'worker',
    credit: 4,
    handle: async ({ body }) => ({ body, headers: {} }),
    ...options,
  });
  closing.push(opened.close);
  return opened;
};

export const job = (id: string | number) => ({ id: `${id}`, body: Buffer.from(`body of ${id}`), headers: {} });

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const handledBy = (answers: { worker: string }[], name: string): number =>
  answers.filter(({ worker: by }) => by === name).length;
