import type { Finding, Show } from '@parley/roles';
import { table, until } from '@parley/staging';
import { topicFits } from '@parley/topology';
import { openDesk, openStandAt, orderEvent, type Stand } from '../../shown/stand';
import { queueOf } from '../../exchanges';
import { subscriberTo as subscriberToTopics } from '../../topic/receiver';
import { openSender as openTopicSender } from '../../topic/sender';
import { openGround } from '../ground';
import { subscriberTo } from '../receiver';
import { openSender } from '../sender';
import { exchange, type Wanted } from '../topology';

const keys = ['stock.lisbon.low', 'stock.lisbon.high', 'stock.oslo.low', 'stock.low', 'order.lisbon.paid'];
const patterns = ['stock.*.low', 'stock.#', '#.low', '*.lisbon.*', '#'];

/** The real exchange, beside what the rule says. */
async function byPattern(stand: Stand, say: (line: string) => void): Promise<Finding> {
  const desks = new Map(patterns.map((pattern) => [pattern, openDesk()]));
  for (const [index, pattern] of patterns.entries())
    await stand.keep(
      subscriberToTopics({ topics: [], patterns: [pattern] })(
        stand.place(`pattern-${index}`),
        desks.get(pattern)!.application,
      ),
    );
  const { notify } = await stand.keep(openTopicSender(stand.place('publisher')));
  for (const [index, type] of keys.entries()) await notify!(orderEvent(index + 1, {}, { type }));
  await until(() => desks.get('#')!.taken.length === keys.length);
  const fits = (pattern: string, key: string) => desks.get(pattern)!.taken.some(({ type }) => type === key);
  const wanted = keys.flatMap((key) => patterns.filter((pattern) => topicFits(pattern, key)));
  await until(() => [...desks.values()].reduce((sum, { taken }) => sum + taken.length, 0) >= wanted.length);
  const rows = keys.map((key) => [key, ...patterns.map((pattern) => (fits(pattern, key) ? 'yes' : '·'))]);
  for (const line of table(['topic', ...patterns], rows)) say(line);
  const wrong = keys.flatMap((key) => patterns.filter((pattern) => fits(pattern, key) !== topicFits(pattern, key)));
  return {
    says: 'topics by pattern: * is one word, # any number',
    measured: `${wanted.length} of ${keys.length * patterns.length} fit, ${wrong.length} otherwise than the rule says`,
    holds: wrong.length === 0,
  };
}

const orders = [
  { country: 'Norway', gross: 500, urgent: 'no' },
  { country: 'Norway', gross: 5000, urgent: 'yes' },
  { country: 'Spain', gross: 5000, urgent: 'yes' },
  { country: 'Spain', gross: 700, urgent: 'no' },
  { country: 'France', gross: 90_000, urgent: 'no' },
];

const large = [{ path: 'gross', above: 1000 }];
const wants: Record<string, Wanted & { seqs: number[] }> = {
  'all of: Norway, urgent': { headers: { 'x-match': 'all', country: 'Norway', urgent: 'yes' }, body: [], seqs: [2] },
  'any of: Norway, urgent': {
    headers: { 'x-match': 'any', country: 'Norway', urgent: 'yes' },
    body: [],
    seqs: [1, 2, 3],
  },
  'has a country': { headers: { 'x-match': 'all', country: null }, body: [], seqs: [1, 2, 3, 4, 5] },
  'body: gross above 1000': { headers: { 'x-match': 'all', country: null }, body: large, seqs: [2, 3, 5] },
  'urgent, and body: gross above 1000': { headers: { 'x-match': 'all', urgent: 'yes' }, body: large, seqs: [2, 3] },
};

async function byContent(stand: Stand, say: (line: string) => void): Promise<Finding[]> {
  const names = Object.keys(wants);
  const desks = names.map(openDesk);
  for (const [index, name] of names.entries())
    await stand.keep(subscriberTo(wants[name]!)(stand.place(`content-${index}`), desks[index]!.application));
  const { notify } = await stand.keep(openSender(stand.place('orders')));
  for (const [index, { urgent, ...order }] of orders.entries())
    await notify!(orderEvent(index + 1, order, { headers: { country: order.country, urgent } }));
  // One that no reader can read, for those who look inside; and one that nobody wants.
  await notify!({ ...orderEvent(6, {}, { headers: { country: 'Norway', urgent: 'no' } }), body: Buffer.from('{') });
  await notify!(orderEvent(7, {}, { headers: { urgent: 'no' } }));
  const got = (index: number) => desks[index]!.taken.map(({ seq }) => seq).filter((seq) => seq < 6);
  await until(() => names.every((name, index) => got(index).length >= wants[name]!.seqs.length));
  for (const line of table(
    ['wanted', 'orders', 'looked at by'],
    names.map((name, index) => [
      name,
      got(index).join(' '),
      wants[name]!.body.length > 0 ? 'broker, then subscriber' : 'broker',
    ]),
  ))
    say(line);
  const dead = (queue: string) => stand.rabbit.deadLetters.show(queue, 10);
  const reader = queueOf(exchange, `content-${names.indexOf('body: gross above 1000')}`);
  await until(async () => (await stand.rabbit.depth(`${reader}.dead`)) === 1);
  const [unread] = await dead(reader);
  const [unwanted] = await dead(exchange);
  const isRight = (index: number) => got(index).join() === wants[names[index]!]!.seqs.join();
  return [
    {
      says: 'by headers, all or any of them',
      measured: [0, 1, 2].map((index) => got(index).join(' ')).join(' | '),
      holds: [0, 1, 2].every(isRight),
    },
    {
      says: 'by a rule on the body, which the subscriber applies',
      measured: [3, 4].map((index) => got(index).join(' ')).join(' | '),
      holds: [3, 4].every(isRight),
    },
    {
      says: 'a body that cannot be read is a dead letter of who had to read it',
      measured: `${unread?.messageId}: ${unread?.reason}`,
      holds: unread?.messageId === 'order-6' && unread.reason === 'undecodable',
    },
    {
      says: 'what fits nobody is a dead letter of the exchange',
      measured: `${unwanted?.messageId}: ${unwanted?.reason}`,
      holds: unwanted?.messageId === 'order-7' && unwanted.reason === 'unroutable',
    },
  ];
}

export const show: Show = {
  title: 'By pattern and by content: topic exchange, headers exchange, and rules on the body',
  rows: ['S31'],
  run: async ({ say }): Promise<Finding[]> => {
    const ground = await openGround();
    const stand = await openStandAt(ground.connect('setup', 0)[0]!);
    try {
      const pattern = await byPattern(stand, say);
      say('');
      return [pattern, ...(await byContent(stand, say))];
    } finally {
      await stand.close();
      await ground.close();
    }
  },
};
