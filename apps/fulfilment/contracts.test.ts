import { expectContract } from '@parley/contracts';
import { decode } from '@parley/marshalling';
import { eachStore } from '@parley/store/testing';
import { queuesReached } from '@parley/topology';
import type { Command } from './fulfilment.domain';
import { fulfil } from './fulfilment.service';
import { type FulfilmentTables, migrations } from './migrations';

jest.setTimeout(30_000);

const carried = { customer: '', country: 'EIRE', parcels: 2, reference: '', amount: '1000' };

eachStore((_name, open) => {
  test('what is sent at every outcome is what its consumers need, in both content types', async () => {
    const store = await open<FulfilmentTables>(migrations);
    const run = async (orderId: string, perMille: number, kinds: Command['kind'][]) => {
      for (const kind of kinds) {
        const command = { kind, orderId, amount: kind === 'return' ? 10n : 1000n, returnId: 'r-1' } as Command;
        await fulfil(store, { commandId: `${orderId}/${kind}`, queue: kind, command, carried }, perMille);
      }
    };
    await run('o-1', 0, ['pay', 'pack', 'ship', 'return']);
    await run('o-2', 0, ['pay', 'cancel']);
    await run('o-3', 1000, ['pay']);
    const outcomes = new Set<string>();
    const queues = new Set<string>();
    for (const { type, content_type, body, destination } of await store.db.selectFrom('outbox').selectAll().execute()) {
      const message = decode<{ outcome?: string }>(type, content_type, body);
      const [exchange = '', routingKey = ''] = destination.split('/');
      for (const queue of queuesReached(exchange, routingKey)) {
        queues.add(queue);
        expectContract(type, message, queue);
      }
      if (message.outcome) outcomes.add(message.outcome);
    }
    expect([...outcomes].sort()).toEqual(['cancelled', 'declined', 'packed', 'paid', 'refunded', 'shipped']);
    expect([...queues].sort()).toEqual([
      'notifications.milestones',
      'orders.milestones',
      'packing',
      'shipping',
      'warehouse.notices',
    ]);
  });
});
