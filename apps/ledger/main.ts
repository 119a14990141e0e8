import { ensureTopics, kafkaClient } from '@parley/middleware/kafka';
import { runService } from '@parley/service';
import { openStore } from '@parley/store';
import { config, topicsOf } from './config';
import { ledgerGrpc } from './ledger.grpc';
import { logIn, logOut } from './log.kafka';
import { type LedgerTables, migrations } from './migrations';
import { startReplica } from './replica';

/** One replica of the ledger: gRPC in; every operation out to the log, and in from it, in the order that all replicas see. */
runService({
  service: 'ledger',
  config,
  compose: async ({ config: env, log, process: name }) => {
    const place = { service: name.replaceAll('-', '_'), dataDir: env.PARLEY_DATA, databaseUrl: env.DATABASE_URL };
    const store = await openStore<LedgerTables>({ ...place, migrations });
    const client = kafkaClient({ brokers: env.PARLEY_KAFKA_BROKERS, clientId: name });
    const topics = topicsOf(env);
    await ensureTopics(client, [topics.log, topics.snapshots]);
    const out = logOut(client, topics.log.name, name);
    const onError = (err: unknown) => log.error({ err }, 'snapshot');
    const { replica, recover, stop } = await startReplica({ name, store, client, env, publish: out.publish, onError });
    const inward = logIn(client, topics.log.name, replica, recover);
    return { grpc: [ledgerGrpc(replica)], in: [inward], out: [out.way], close: [{ close: stop }, store] };
  },
});
