import { onKafkaSasl } from '@parley/brokers';
import { kafkaClient, type LogRecord, openProducer, readLog } from '@parley/middleware/kafka';
import type { Finding, Show } from '@parley/roles';
import { openCast, table } from '@parley/staging';
import { accountOf } from '../account';
import { setUp } from '../setup';
import { hubOf, style } from '../style';

const count = 20;

const errorOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'let in',
    (error: Error & { kind?: string; reason?: string }) => `${error.name} ${error.reason ?? ''}`.trim(),
  );

/** The adapter of Kafka and nothing else, through the door that Event Hubs has. */
export const show: Show = {
  title: 'Azure Event Hubs is another name for the Kafka protocol, with another door',
  rows: style.rows,
  run: async ({ say, out }): Promise<Finding[]> => {
    const ground = await onKafkaSasl()();
    const cast = openCast(out);
    try {
      const connect = ground.connect('show', 0);
      const [address = ''] = connect;
      await setUp({ connect, receivers: [] });
      const { brokers, prefix, credentials } = accountOf(address);
      say(`bootstrap.servers  ${brokers.join()}`);
      say('security.protocol  SASL_SSL');
      say('sasl.mechanism     PLAIN');
      say(`username           ${credentials.username}`);
      say(`password           ${credentials.password.replace(/(SharedAccessKey=).*/, '$1…')}\n`);
      const producer = await cast.start('eventhubs', 'producer', 'producer', { connect });
      const consumer = await cast.start('eventhubs', 'consumer', 'consumer', { connect });
      const outcomes = await producer.send({ count, key: 'device-1' });
      await cast.until(() => cast.got(consumer, outcomes).length === count, 15_000);
      const got = cast.got(consumer, outcomes);

      // The same log, by the style `stream`'s own door to the same brokers.
      const client = (shown: typeof credentials | undefined) =>
        kafkaClient({ brokers, clientId: 'show', credentials: shown, log: () => undefined });
      const records: LogRecord[] = [];
      for await (const record of readLog(client(credentials), { topic: hubOf(prefix), from: 'beginning' }))
        records.push(record);
      const { username, password } = credentials;
      const open = (shown: typeof credentials | undefined) =>
        errorOf(openProducer(client(shown), { deadlineMs: 3000 }));
      const wrong = await open(accountOf(address, { shown: 'wrong' }).credentials);
      const untrusted = await open({ username, password });
      const plain = await open(undefined);
      const rows = [
        ['a wrong key', wrong],
        ['a certificate that is not trusted', untrusted],
        ['no credentials, no TLS', plain],
      ];
      for (const line of table(['who comes with', 'is told'], rows)) say(line);
      say(`\nNot run here, read only: ${style.product!.notRun!.join('; ')}.`);
      const azure = accountOf('Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=b');
      return [
        {
          says: 'producer and consumer are those of Kafka, events in the order of their key',
          measured: `${got.length} of ${count}`,
          holds: outcomes.every(({ ok }) => ok) && got.join() === outcomes.map(({ id }) => id).join(),
        },
        {
          says: 'a partition, offsets, headers: the records are records',
          measured: `${records.length} records in partition ${[...new Set(records.map(({ partition }) => partition))].join()}`,
          holds: records.length === count && records.every(({ headers }, n) => headers['ce-id'] === outcomes[n]!.id),
        },
        { says: 'a wrong key is refused for good', measured: wrong, holds: wrong === 'Fatal credentials' },
        {
          says: 'a certificate that is not trusted is refused before the password is told',
          measured: untrusted,
          holds: untrusted === 'Fatal untrusted',
        },
        { says: 'in plain text nobody is let in', measured: plain, holds: plain === 'Retryable' },
        {
          says: 'the address of a namespace is in its connection string',
          measured: azure.brokers.join(),
          holds: azure.brokers.join() === 'shop.servicebus.windows.net:9093' && azure.credentials.username === username,
        },
      ];
    } finally {
      await cast.close();
      await ground.close();
    }
  },
};
