import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  countries,
  crashPoints,
  edges,
  exchanges,
  isCountry,
  isGoods,
  messageTypes,
  methods,
  nonGoods,
  processes,
  processesOf,
  queues,
  queuesReached,
  rabbitTopology,
  repoRoot,
  topicFits,
  topics,
  ways,
  type RabbitTopology,
} from './index';

const names = <T extends { name: string }>(list: readonly T[]) => list.map((each) => each.name);

describe('repoRoot', () => {
  it('is the folder with proto/ and package.json', () => {
    expect(existsSync(join(repoRoot(), 'proto', 'parley'))).toBe(true);
    expect(JSON.parse(readFileSync(join(repoRoot(), 'package.json'), 'utf8')).name).toBe('parley');
  });
});

describe('RabbitMQ', () => {
  it('has every queue and its dead letters, quorum, with nothing dropped on the way', () => {
    const declared = names(rabbitTopology.queues);
    expect(declared).toEqual([...names(queues), ...queues.map((queue) => queue.deadLetters)]);
    for (const queue of rabbitTopology.queues) expect(queue.arguments['x-queue-type']).toBe('quorum');
    for (const { name, deadLetters } of queues)
      expect(rabbitTopology.queues.find((queue) => queue.name === name)?.arguments).toMatchObject({
        'x-delivery-limit': 20,
        'x-dead-letter-exchange': 'dead',
        'x-dead-letter-routing-key': deadLetters,
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      });
  });

  it('binds only to exchanges that are declared', () => {
    const known = names(rabbitTopology.exchanges);
    expect(known.sort()).toEqual(Object.values(exchanges).sort());
    for (const queue of rabbitTopology.queues)
      for (const binding of queue.bindings) expect(known).toContain(binding.exchange);
  });

  it('knows which queues a publish reaches', () => {
    expect(queuesReached('commands', 'packing')).toEqual(['packing']);
    expect(queuesReached('milestones', 'whatever')).toEqual(['orders.milestones', 'notifications.milestones']);
    expect(queuesReached('dead', 'refund.dead')).toEqual(['refund.dead']);
    expect(queuesReached('commands', 'nobody')).toEqual([]);
    expect(queuesReached('nowhere', 'packing')).toEqual([]);
  });

  it('knows it over exchanges that pass on to others, round in a circle too', () => {
    const to = (exchange: string, routingKey: string) => ({ exchange, routingKey });
    const queue = (name: string, ...bindings: ReturnType<typeof to>[]) => ({ name, arguments: {}, bindings });
    const topology: RabbitTopology = {
      exchanges: [
        { name: 'exact', type: 'direct', durable: true, bindings: [to('all', '#')] },
        { name: 'all', type: 'topic', durable: true, bindings: [to('exact', 'back')] },
        { name: 'headers', type: 'headers', durable: true, bindings: [to('all', '#')] },
      ],
      queues: [queue('a', to('all', 'x.*')), queue('b', to('exact', 'x.y')), queue('c', to('headers', ''))],
    };
    expect(queuesReached('all', 'x.y', topology)).toEqual(['a', 'b']);
    expect(queuesReached('exact', 'x.y', topology)).toEqual(['b']);
    expect(queuesReached('all', 'back', topology)).toEqual([]);
  });

  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.b.c', false],
    ['*', '', false],
    ['#', '', true],
    ['a.#', 'a', true],
    ['a.*', 'a', false],
    ['*.b', 'a.b', true],
    ['#.b.#', 'a.b.c.d', true],
    ['#.b', 'a.b.c', false],
    ['a.*.c', 'a..c', true],
    ['#.a.#.a.#.a.#.a.#.a.#.b', 'a.'.repeat(200) + 'a', false],
  ])('pattern %s and key %s: %s', (pattern, key, isFit) => expect(topicFits(pattern, key)).toBe(isFit));

  it('every queue is read by a process of its owner', () => {
    for (const queue of queues)
      expect(
        processes.filter((each) => each.in.includes(`rabbitmq ${queue.name}`)).map((each) => each.service),
      ).toEqual([queue.owner]);
  });
});

describe('the ways of an order and of a return', () => {
  const channels = (list: typeof edges) => list.map((edge) => `${edge.style} ${edge.channel}`);

  it('the order crosses every style, and every queue but refund', () => {
    expect(new Set(edges.map((edge) => edge.style))).toEqual(
      new Set(['http', 'grpc', 'zeromq', 'rabbitmq', 'kafka', 'smtp']),
    );
    const crossed = new Set(edges.filter((edge) => edge.style === 'rabbitmq').map((edge) => edge.channel));
    expect(names(queues).filter((name) => !crossed.has(name))).toEqual(['refund']);
    expect(channels(ways.return)).toContain('rabbitmq refund');
  });

  it.each(Object.entries(ways))('%s: no edge twice, each between processes that exist', (_way, list) => {
    expect(new Set(list.map((edge) => JSON.stringify(edge))).size).toBe(list.length);
    for (const { from, fromRole, to, toRole } of list) {
      for (const [service, role] of [
        [from, fromRole],
        [to, toRole],
      ])
        if (service !== 'client')
          expect(processes.some((each) => each.service === service && each.role === role)).toBe(true);
    }
  });

  it.each(Object.entries(ways))('%s: each message goes over a channel that knows it', (_way, list) => {
    for (const { message, channel } of list) if (message) expect(messageTypes[message]).toContain(channel);
  });

  it.each(Object.entries(ways))('%s: every edge is reached from the client', (_way, list) => {
    const reached = new Set<string>(['client']);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const edge of list) if (reached.has(edge.from)) reached.add(edge.to);
    }
    expect(list.filter((edge) => !reached.has(edge.from))).toEqual([]);
  });
});

describe('the retailer', () => {
  const invoices = gunzipSync(readFileSync(join(repoRoot(), 'data', 'invoices.jsonl.gz')))
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { country: string; lines: { sku: string }[] });

  it('sends to these 24 countries, and to no other', () => {
    expect(countries).toHaveLength(24);
    expect([...new Set(invoices.map(({ country }) => country))].sort()).toEqual([...countries].sort());
    expect(['EIRE', 'Ireland', 'constructor', ''].filter(isCountry)).toEqual(['EIRE']);
  });

  it('names each of the non-goods; what has no stock number but is on a shelf is goods', () => {
    const odd = new Set(invoices.flatMap(({ lines }) => lines.map(({ sku }) => sku)).filter((sku) => !/^\d/.test(sku)));
    expect([...odd].filter((sku) => !isGoods(sku)).sort()).toEqual([...nonGoods].sort());
    expect([...odd].filter(isGoods).sort()).toEqual(['DCGS0003', 'DCGS0076']);
  });
});

describe('names', () => {
  it('crash points are unique and belong to a process or a service', () => {
    expect(new Set(names(crashPoints)).size).toBe(crashPoints.length);
    for (const point of crashPoints)
      expect([...processes.map((each) => each.process), ...processes.map((each) => each.service)]).toContain(
        point.process,
      );
  });

  it('fulfilment has four processes', () => {
    expect(processesOf('fulfilment')).toEqual(['payment', 'packing', 'shipping', 'refund']);
  });

  it('methods are those of the protos', () => {
    const text = Object.keys(methods).map((service) => {
      const [, scope] = service.split('.');
      return readFileSync(join(repoRoot(), 'proto', 'parley', scope ?? '', 'v1', `${scope}.proto`), 'utf8');
    });
    Object.entries(methods).forEach(([service, list], index) => {
      const name = service.slice(service.lastIndexOf('.') + 1);
      const body = new RegExp(`service ${name} \\{([^}]*)\\}`).exec(text[index] ?? '')?.[1] ?? '';
      expect([...body.matchAll(/rpc (\w+)\(/g)].map(([, method]) => method)).toEqual(list);
    });
  });

  it('the log of orders keeps everything in four partitions', () => {
    expect(topics.orders).toEqual({ name: 'orders', partitions: 4, retentionMs: -1 });
  });
});
