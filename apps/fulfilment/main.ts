import { connectRabbit } from '@parley/middleware/rabbitmq';
import { runService } from '@parley/service';
import { openStore } from '@parley/store';
import { rabbitTopology } from '@parley/topology';
import { config } from './config';
import { deadLettersGrpc } from './dead-letters.grpc';
import { ledgerCalls } from './ledger-calls.grpc';
import { type FulfilmentTables, migrations } from './migrations';
import { outboxWay } from './outbox.queue';
import { packingQueue } from './packing.queue';
import { paymentQueue } from './payment.queue';
import { refundQueue } from './refund.queue';
import { shippingQueue } from './shipping.queue';

const waysIn = { payment: paymentQueue, packing: packingQueue, shipping: shippingQueue, refund: refundQueue };

/** One action on orders a process, by PARLEY_ROLE: its queue in; milestones, next actions, notices and calls out. */
runService({
  service: 'fulfilment',
  config,
  compose: async ({ config: env, process }) => {
    const place = { service: 'fulfilment', dataDir: env.PARLEY_DATA, databaseUrl: env.DATABASE_URL };
    const store = await openStore<FulfilmentTables>({ ...place, migrations });
    const rabbit = await connectRabbit({ url: env.PARLEY_AMQP_URL, topology: rabbitTopology, name: process });
    const intake = { rabbit, store, declinePerMille: env.PARLEY_DECLINE_PER_MILLE };
    return {
      grpc: [deadLettersGrpc(rabbit, store)],
      in: [waysIn[env.PARLEY_ROLE](intake)],
      out: [outboxWay(store, rabbit, process), ledgerCalls(store, env.PARLEY_LEDGER, process)],
      close: [rabbit, store],
    };
  },
});
