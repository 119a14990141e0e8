import { runService } from '@parley/service';
import { config } from './config';
import { openGateway } from './gateway';

// In: HTTP. Out: gRPC to orders, inventory, analytics, observer, and to every owner of a dead-letter queue.
runService({
  service: 'gateway',
  config,
  compose: async ({ config, log }) => {
    const { http, close } = openGateway(config, log);
    return { in: [http], close: async () => close() };
  },
});
