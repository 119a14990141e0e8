import { runService } from '@parley/service';
import { config } from './config';
import { journeys } from './journeys.grpc';
import { openSpans } from './spans.store';
import { tracesWay } from './traces.http';

// In: spans (OTLP over HTTP), and gRPC for who asks for a journey. Out: nothing.
runService({
  service: 'observer',
  config,
  compose: async ({ config }) => {
    const store = openSpans();
    const traces = tracesWay({ host: config.PARLEY_HOST, port: config.PARLEY_HTTP_PORT, store });
    return { grpc: [journeys(store)], in: [traces] };
  },
});
