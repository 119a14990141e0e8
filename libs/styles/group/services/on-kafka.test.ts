import { onKafka } from '@parley/brokers';
import { onePartition } from '../orders/kafka';
import { expectConvergence } from './live.testing';

jest.setTimeout(60_000);

test('on one partition of Kafka', async () => {
  const ground = await onKafka()();
  try {
    await expectConvergence(onePartition(ground.connect('', 0)[0]!));
  } finally {
    await ground.close();
  }
});
