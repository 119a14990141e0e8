import type { PriceJob__Output } from '@parley/contracts/generated/parley/pricing/v1/PriceJob';
import { crashPoint } from '@parley/faults';
import { codecFor, decode, encode } from '@parley/marshalling';
import { openWorker } from '@parley/middleware/zeromq';
import type { Way } from '@parley/service';
import { tagOrder } from '@parley/tracing';
import type { Catalogue } from './price.domain';
import { jobType, resultOf, resultType } from './worker.service';

/** Pulls jobs as far as its credit goes, prices each line and pushes the result, in the content type of the job. */
export function workerWay({
  connect,
  sink,
  name,
  catalogue,
}: {
  connect: string;
  sink: string;
  name: string;
  catalogue: Catalogue;
}): Way {
  let worker: Awaited<ReturnType<typeof openWorker>> | undefined;
  return {
    channel: 'zeromq price-jobs, price-results',
    start: async () => {
      worker = await openWorker({
        connect,
        sink,
        name,
        credit: 16,
        handle: async ({ body, headers }) => {
          const contentType = headers['content-type'] ?? 'application/x-protobuf';
          const job = decode<PriceJob__Output>(jobType, contentType, body);
          tagOrder(job.orderId);
          const result = encode(resultType, resultOf(job, name, catalogue), codecFor(contentType).contentType);
          crashPoint('pricing.worker.priced');
          return { body: result.body, headers: { 'content-type': result.contentType } };
        },
      });
    },
    drain: async () => worker?.drain(),
    close: async () => worker?.close(),
  };
}
