import { runService } from '@parley/service';
import { readCatalogue } from './catalogue';
import { config } from './config';
import { openJobs } from './jobs.zeromq';
import { quoteGrpc } from './quote.grpc';
import { workerWay } from './worker.zeromq';

/** Prices orders. quote: gRPC in, a job a line out over ZeroMQ, results in. worker: jobs in, results out. */
runService({
  service: 'pricing',
  config,
  compose: async ({ config: { PARLEY_ROLE, PARLEY_VENTILATOR, PARLEY_SINK }, process }) => {
    if (PARLEY_ROLE === 'quote') {
      const jobs = await openJobs({ bind: PARLEY_VENTILATOR, sink: PARLEY_SINK });
      return { grpc: [quoteGrpc(jobs.deal)], out: [jobs] };
    }
    const catalogue = readCatalogue();
    return { in: [workerWay({ connect: PARLEY_VENTILATOR, sink: PARLEY_SINK, name: process, catalogue })] };
  },
});
