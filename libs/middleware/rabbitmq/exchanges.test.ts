import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { topicFits, type BindingSpec, type RabbitTopology } from '@parley/topology';
import type { Publisher, Rabbit } from './index';
import { connectTo, deleteExchange, messageTo, removeTopology, until } from './testing';

jest.setTimeout(60_000);

const mark = `test.${uuid()}`;
const named = (name: string) => `${mark}.${name}`;
const from = (exchange: string, routingKey: string, args?: BindingSpec['arguments']): BindingSpec => ({
  exchange: named(exchange),
  routingKey,
  arguments: args,
});
const queue = (name: string, ...bindings: BindingSpec[]) => ({ name: named(name), arguments: {}, bindings });

const topology: RabbitTopology = {
  exchanges: [
    { name: named('topics'), type: 'topic', durable: true, arguments: { 'alternate-exchange': named('nowhere') } },
    // With `#` the topic exchange would have placed everything, and its alternate exchange would get nothing.
    { name: named('exact'), type: 'direct', durable: true, bindings: [from('topics', 'stock.lisbon.low')] },
    { name: named('headers'), type: 'headers', durable: true },
    { name: named('nowhere'), type: 'fanout', durable: true },
  ],
  queues: [
    queue('pattern', from('topics', 'stock.*.low')),
    queue('exact', from('exact', 'stock.lisbon.low')),
    queue('both', from('topics', 'stock.#'), from('exact', 'stock.lisbon.low')),
    queue('all', from('headers', '', { 'x-match': 'all', country: 'Norway', kind: null })),
    queue('any', from('headers', '', { 'x-match': 'any', country: 'Norway', urgent: 'yes' })),
    queue('topics.dead', from('nowhere', '')),
  ],
};

describe('exchanges', () => {
  let rabbit: Rabbit;
  let publisher: Publisher;

  beforeAll(async () => {
    rabbit = await connectTo(topology);
    publisher = rabbit.publisher();
  });
  afterEach(async () => {
    for (const { name } of topology.queues) await taken(name);
  });
  afterAll(async () => {
    await rabbit.close();
    await removeTopology(topology);
  });

  const publish = (exchange: string, routingKey: string, headers?: Record<string, string>) =>
    publisher.publish(messageTo({ exchange: named(exchange), queue: routingKey }, 'x', { headers }));

  /** Takes out what is there. */
  const taken = async (name: string): Promise<number> => {
    const waiting = await rabbit.depth(name);
    let got = 0;
    const consumer = rabbit.consume({ queue: name, prefetch: 10 }, async () => void (got += 1));
    // A subscription that is drained while it is made may still be handed what the next test sends.
    await consumer.ready;
    await until(() => got >= waiting);
    await consumer.drain();
    return got;
  };
  const reached = async (): Promise<string[]> => {
    const depths = await Promise.all(
      topology.queues.map(async ({ name }) => ({ name, depth: await rabbit.depth(name) })),
    );
    return depths.flatMap(({ name, depth }) => Array<string>(depth).fill(name.slice(mark.length + 1)));
  };

  test('a topic exchange looks at patterns, and what it passes on at exact topics; a queue gets one copy', async () => {
    await publish('topics', 'stock.lisbon.low');
    expect(await reached()).toEqual(['pattern', 'exact', 'both']);
  });

  test('a headers exchange: all of them, or any', async () => {
    await publish('headers', '', { country: 'Norway', kind: 'notice' });
    expect(await reached()).toEqual(['all', 'any']);
    await publish('headers', '', { country: 'Spain', kind: 'notice', urgent: 'yes' });
    expect(await reached()).toEqual(['all', 'any', 'any']);
  });

  test('what no queue takes goes to the alternate exchange, and its dead letter says why', async () => {
    await publish('topics', 'nobody.wants.this');
    expect(await reached()).toEqual(['topics.dead']);
    expect(await rabbit.deadLetters.show(named('topics'), 5)).toMatchObject([
      { reason: 'unroutable', cause: `no queue takes nobody.wants.this from exchange ${named('topics')}` },
    ]);
    // Those that were shown go back, a moment later.
    await until(async () => (await rabbit.depth(named('topics.dead'))) === 1);
  });

  test('an exchange without an alternate one: unroutable, by headers too', async () => {
    await expect(publish('headers', '', { country: 'Spain' })).rejects.toMatchObject({ reason: 'unroutable' });
  });

  test('declared again with another kind: Fatal, and the connections of others go on', async () => {
    const other = { ...topology, exchanges: topology.exchanges.map((one) => ({ ...one, type: 'fanout' as const })) };
    await expect(connectTo(other)).rejects.toMatchObject({ kind: 'fatal', reason: 'topology' });
    await publish('topics', 'stock.lisbon.low');
  });

  test('which keys fit a pattern: the broker finds what we find', async () => {
    const word = fc.constantFrom('a', 'b', '');
    const key = fc.array(word, { maxLength: 4 }).map((all) => all.join('.'));
    const pattern = fc.array(fc.constantFrom('a', 'b', '*', '#'), { maxLength: 4 }).map((all) => all.join('.'));
    const keys = [...new Set(fc.sample(key, { numRuns: 40, seed: 5 }))];
    const patterns = [...new Set(fc.sample(pattern, { numRuns: 40, seed: 5 }))];
    const many: RabbitTopology = {
      exchanges: [{ name: named('many'), type: 'topic', durable: true }],
      queues: patterns.map((one, index) => queue(`many.${index}`, from('many', one))),
    };
    const other = await connectTo(many);
    const toMany = other.publisher();
    try {
      for (const one of keys) {
        const wanted = patterns.some((each) => topicFits(each, one));
        const sent = toMany.publish(messageTo({ exchange: named('many'), queue: one }, one));
        if (wanted) await sent;
        else await expect(sent).rejects.toMatchObject({ reason: 'unroutable' });
      }
      const depths = await Promise.all(many.queues.map(({ name }) => other.depth(name)));
      expect(depths).toEqual(patterns.map((each) => keys.filter((one) => topicFits(each, one)).length));
    } finally {
      await other.close();
      await removeTopology({ ...many, exchanges: [] });
      await deleteExchange(named('many'));
    }
  });
});
