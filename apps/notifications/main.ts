import { connectRabbit } from '@parley/middleware/rabbitmq';
import { openMailer } from '@parley/middleware/smtp';
import { runService } from '@parley/service';
import { openStore } from '@parley/store';
import { rabbitTopology } from '@parley/topology';
import { config } from './config';
import { deadLettersGrpc } from './dead-letters.grpc';
import { mailsSmtp } from './mails.smtp';
import { milestonesQueue } from './milestones.queue';

/** A mail at each milestone: milestones in over RabbitMQ, mails out over SMTP. */
runService({
  service: 'notifications',
  config,
  compose: async ({ config: env, process }) => {
    const place = { service: 'notifications', dataDir: env.PARLEY_DATA, databaseUrl: env.DATABASE_URL };
    const store = await openStore({ ...place, migrations: {} });
    const rabbit = await connectRabbit({ url: env.PARLEY_AMQP_URL, topology: rabbitTopology, name: process });
    return {
      grpc: [deadLettersGrpc(rabbit, store)],
      in: [milestonesQueue(rabbit, store)],
      out: [mailsSmtp(store, openMailer({ url: env.PARLEY_SMTP_URL, connections: 8 }), process)],
      close: [rabbit, store],
    };
  },
});
