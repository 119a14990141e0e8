import type { PriceResult__Output } from '@parley/contracts/generated/parley/pricing/v1/PriceResult';
import { crashPoint } from '@parley/faults';
import { type ContentType, decode, encode } from '@parley/marshalling';
import { type Ventilator, openVentilator } from '@parley/middleware/zeromq';
import type { Way } from '@parley/service';
import type { Deal } from './quote.service';
import { jobType, resultType } from './worker.service';

/** The ventilator and the sink, with the function that has a line priced through them. */
export interface JobsWay extends Way {
  deal: Deal;
  ventilator: Ventilator;
}

/**
 * Binds both ends of the pipeline: `bind` deals the jobs, `sink` gathers the results (tcp:// addresses, port * a free
 * one). A job is dealt again when its worker is gone, or silent about it for a second.
 */
export async function openJobs({
  bind,
  sink,
  contentType = 'application/x-protobuf',
}: {
  bind: string;
  sink: string;
  contentType?: ContentType;
}): Promise<JobsWay> {
  const ventilator = await openVentilator({
    bind,
    sinkBind: sink,
    channel: 'price-jobs',
    resultChannel: 'price-results',
    resendAfterMs: 1000,
    maxQueued: 50_000,
    onDealt: () => crashPoint('pricing.quote.dealt'),
  });
  return {
    channel: 'zeromq price-jobs, price-results',
    ventilator,
    deal: async (job, deadlineMs) => {
      const { body } = encode(jobType, job, contentType);
      const headers = { 'content-type': contentType };
      const answer = await ventilator.run({ id: job.jobId, body, headers }, { deadlineMs });
      return decode<PriceResult__Output>(resultType, answer.headers['content-type'] ?? contentType, answer.body);
    },
    // No drain: gRPC is drained first, and a job whose caller is gone is wanted by nobody.
    close: async () => ventilator.close(),
  };
}
