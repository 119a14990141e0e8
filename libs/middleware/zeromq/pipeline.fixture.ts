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
