import { onKafka } from '@parley/brokers';
import type { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import { kafkaClient, kafkaPlace, readLog } from '@parley/middleware/kafka';
import type { Place } from '@parley/roles';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { setUp } from './setup';
import { resultsOf } from './style';

jest.setTimeout(60_000);

const start = Date.parse('2026-01-01T00:00:00Z');
const event = (seq: number, atMs: number): Message => ({
  id: `e-${seq}`,
  sender: 'test',
  seq,
  key: 'one',
  type: 'sale',
  contentType: 'text/plain',
  headers: { time: new Date(start + atMs).toISOString(), amount: '2' },
  body: Buffer.from('x'),
});

test('a window that is over is in the topic of results, and an event that came too late is told', async () => {
  const ground = await onKafka()();
  const connect = ground.connect('setup', 0);
  const place: Omit<Place, 'name'> = { bind: [], connect, deadlineMs: 10_000, credentials: 'right' };
  const late: Fatal[] = [];
  try {
    await setUp({ connect, receivers: [] });
    const job = await openReceiver(
      { ...place, name: 'job' },
      { notify: async () => undefined, reserve: async (request) => request, refused: (error) => void late.push(error) },
    );
    const producer = await openSender({ ...place, name: 'producer' });
    for (const [seq, atMs] of [0, 400, 1200, 9000, 100].entries()) await producer.notify!(event(seq, atMs));
    while (late.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([producer.close(), job.close()]);
    expect(late.map(({ reason, message }) => [reason, message])).toEqual([
      ['too-late', expect.stringContaining('e-4')],
    ]);
    const { brokers, prefix } = kafkaPlace(connect[0]);
    const told: unknown[] = [];
    const client = kafkaClient({ brokers, clientId: 'test', log: () => undefined });
    for await (const { value } of readLog(client, { topic: resultsOf(prefix), from: 'beginning' }))
      told.push(JSON.parse(String(value)));
    expect(told).toEqual([
      { from: start, to: start + 1000, count: 2, sum: 4, revision: 0 },
      { from: start + 1000, to: start + 2000, count: 1, sum: 2, revision: 0 },
    ]);
  } finally {
    await ground.close();
  }
});
