import protobuf from 'protobufjs';
import { protoRoot } from '@parley/marshalling';
import { edges, messageTypes } from '@parley/topology';
import { contracts, contractsFor, expectContract, satisfies, unmetByDescriptor, violations } from './index';

const orderEvent = 'parley.orders.v1.OrderEvent';
const milestone = 'parley.fulfilment.v1.Milestone';

const event = {
  eventId: 'e1',
  orderId: 'o1',
  version: 1,
  type: 'accepted',
  at: '2026-01-02T03:04:05.678Z',
  country: 'United Kingdom',
  lines: [{ line: 1, sku: '85123A', quantity: 6, gross: 1836n }],
  gross: 1836n,
};

type Json = { nested: Record<string, Json>; fields: Record<string, { type: string; id: number }> };

/** A copy of all descriptors, in which one field of a message is changed. */
const changed = (message: string, change: (fields: Json['fields']) => void): protobuf.Root => {
  const json = structuredClone(protoRoot().toJSON()) as unknown as Json;
  const type = message.split('.').reduce((at, name) => at.nested[name] as Json, json);
  change(type.fields);
  return protobuf.Root.fromJSON(json as unknown as protobuf.INamespace).resolveAll() as protobuf.Root;
};

const rename = (message: string, from: string, to: string) =>
  changed(message, (fields) => {
    fields[to] = fields[from] as { type: string; id: number };
    delete fields[from];
  });

const unmet = (root: protobuf.Root) => contracts.flatMap((contract) => unmetByDescriptor(contract, root));

describe('the consumers’ side', () => {
  it.each(contracts.map((contract) => [`${contract.consumer}: ${contract.message}`, contract] as const))(
    '%s can be had of the proto',
    (_name, contract) => {
      expect(unmetByDescriptor(contract, protoRoot())).toEqual([]);
    },
  );

  it('a renamed field turns exactly its consumers red', () => {
    expect(unmet(rename(orderEvent, 'eventId', 'id'))).toEqual([
      `gateway: parley.orders.v1.WatchResponse.event.eventId: there is no such field`,
      `analytics: ${orderEvent}.eventId: there is no such field`,
      `views: ${orderEvent}.eventId: there is no such field`,
    ]);
    expect(unmet(rename('parley.orders.v1.OrderLine', 'gross', 'total'))).toContain(
      `analytics: ${orderEvent}.lines.gross: there is no such field`,
    );
  });

  it('a field that nobody needs may be renamed', () => {
    expect(unmet(rename(orderEvent, 'vat', 'tax'))).toEqual([]);
  });

  it('another type, a list that is none any more, a condition and a whole message are noticed', () => {
    const retyped = changed(orderEvent, (fields) => void (fields.gross = { type: 'string', id: 14 }));
    expect(unmet(retyped)).toEqual([
      `analytics: ${orderEvent}.gross: needs int64, but is string`,
      `views: ${orderEvent}.gross: needs int64, but is string`,
    ]);
    const single = changed(orderEvent, (fields) => void (fields.lines = { type: 'OrderLine', id: 11 }));
    expect(unmet(single)).toEqual([
      `analytics: ${orderEvent}.lines: is no list`,
      `views: ${orderEvent}.lines: is no list`,
    ]);
    expect(unmet(rename('parley.fulfilment.v1.RefundCommand', 'kind', 'sort')).length).toBeGreaterThan(1);
    expect(unmet(new protobuf.Root())).toHaveLength(contracts.length);
  });

  it('every message that crosses between two processes has a consumer that states its needs, on every channel', () => {
    const stated = new Set(contracts.map(({ message, channel }) => `${message} ${channel}`));
    const crossing = Object.entries(messageTypes).flatMap(([message, list]) =>
      list.map((channel) => `${message} ${channel}`),
    );
    expect([...stated].sort()).toEqual(crossing.sort());
  });

  it('on the order’s way it is the receiver who states them', () => {
    for (const { to, message, channel } of edges.filter((edge) => edge.message !== ''))
      expect(contractsFor(message, channel).map((each) => each.consumer.split(' ')[0])).toContain(to);
  });
});

describe('the producers’ side', () => {
  it('a message that has all its consumers need passes in both content types', () => {
    expect(() => expectContract(orderEvent, event)).not.toThrow();
  });

  it.each([
    ['an id', { ...event, eventId: undefined }, /analytics: .*\.eventId: needs a string that is not empty, got ""/],
    ['a line’s sku', { ...event, lines: [{ quantity: 1 }] }, /lines\[0\]\.sku/],
    ['a time in UTC', { ...event, at: '2026-01-02 03:04' }, /\.at: needs a time in UTC/],
    ['a known word', { ...event, type: 'placed' }, /\.type: needs one of accepted, rejected/],
    ['a version', { ...event, version: 0 }, /\.version: needs a whole number above 0/],
  ])('without %s it is told which consumer misses what', (_what, value, expected) => {
    expect(() => expectContract(orderEvent, value)).toThrow(expected);
    expect(() => expectContract(orderEvent, value)).toThrow(/application\/json/);
    expect(() => expectContract(orderEvent, value)).toThrow(/application\/x-protobuf/);
  });

  it('a message that must be there is missed', () => {
    expect(violations('parley.orders.v1.GetResponse', { order: null })).toEqual([
      'gateway: parley.orders.v1.GetResponse.order: needs a message, got null',
    ]);
  });

  it('a condition decides what is needed', () => {
    const refunded = {
      milestoneId: 'm1',
      orderId: 'o1',
      step: 4,
      outcome: 'refunded',
      amount: '5',
      at: event.at,
      customer: '',
      reference: '',
    };
    expect(violations(milestone, { ...refunded, returnId: 'r1' })).toEqual([]);
    expect(violations(milestone, { ...refunded, returnId: '' })).toHaveLength(1);
    expect(violations(milestone, { ...refunded, outcome: 'paid', returnId: '' })).toEqual([]);
  });

  it('of each kind of need there is a value that breaks it', () => {
    const contract = { consumer: 'c', message: 'M', channel: 'x' };
    const broken = {
      string: 1,
      text: '',
      time: 'now',
      number: -1,
      positive: 0,
      int64: 5,
      boolean: 'true',
      bytes: 'AA==',
    } as const;
    for (const [need, value] of Object.entries(broken) as [keyof typeof broken, unknown][])
      expect(satisfies({ ...contract, needs: { field: need } }, { field: value })).toHaveLength(1);
    expect(satisfies({ ...contract, needs: { list: ['text'] } }, { list: 'a' })).toHaveLength(1);
    expect(satisfies({ ...contract, needs: {} }, null)).toHaveLength(1);
  });

  it('a message that nobody has asked for is an error, not a pass', () => {
    expect(() => expectContract('parley.orders.v1.TimelineEntry', {})).toThrow(/no consumer/);
    expect(() => expectContract(orderEvent, event, 'payment')).toThrow(/no consumer/);
  });
});
