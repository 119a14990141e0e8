import type { Message } from '@parley/marshalling';
import type { Application } from '@parley/roles';
import { openInbox, mostWaiting } from './inbox';
import { interestOf, topicOf } from './interest';
import { standing } from './place';

const message = (of: Partial<Message> = {}): Message => ({
  id: `m${of.seq ?? 1}`,
  sender: 's',
  seq: 1,
  type: 'parley.orders.v1.Order',
  contentType: 'application/json',
  headers: {},
  body: Buffer.alloc(0),
  ...of,
});

describe('what a peer wants', () => {
  it('is everything on the common channel where nothing is said', () => {
    const interest = interestOf('tcp://127.0.0.1:4001');
    expect(interest).toMatchObject({ address: 'tcp://127.0.0.1:4001', channel: 'notices', words: 'everything' });
    expect(interest.wants(message())).toBe(true);
  });

  it.each([
    ['topic=orders.paid', { headers: { topic: 'orders.paid' } }, { headers: { topic: 'orders.paid.late' } }],
    ['topic=orders.*', { headers: { topic: 'orders.paid' } }, { headers: { topic: 'ordersx' } }],
    ['topic=orders.*', { headers: { topic: 'orders.paid.late' } }, { headers: { topic: 'orders' } }],
    ['topic=parley.orders.*', {}, { type: 'parley.pricing.v1.Quote' }],
    ['key=EIRE', { key: 'EIRE' }, { key: 'France' }],
    ['key=United%20Kingdom', { key: 'United Kingdom' }, {}],
    ['state=paid', { headers: { state: 'paid' } }, { headers: { state: 'unpaid' } }],
    ['pence>500', { headers: { pence: '501' } }, { headers: { pence: '500' } }],
    ['pence<500', { headers: { pence: '-1' } }, { headers: { pence: '500' } }],
    ['pence>500', { headers: { pence: '501' } }, {}],
    ['key=EIRE&pence>500', { key: 'EIRE', headers: { pence: '600' } }, { key: 'EIRE', headers: { pence: '5' } }],
  ])('%s takes the one and not the other', (wants, taken, other) => {
    const interest = interestOf(`tcp://h:1?channel=c&${wants}`);
    expect(interest).toMatchObject({ address: 'tcp://h:1', channel: 'c' });
    expect(interest.wants(message(taken))).toBe(true);
    expect(interest.wants(message(other))).toBe(false);
  });

  it('a message’s topic is its header, else its type', () => {
    expect(topicOf(message())).toBe('parley.orders.v1.Order');
    expect(topicOf(message({ headers: { topic: 't' } }))).toBe('t');
  });

  it('stands behind any of its addresses', () => {
    const place = { name: 'n', deadlineMs: 1, credentials: 'right' } as const;
    const { peer, interest } = standing({ ...place, bind: ['tcp://h:1'], connect: ['tcp://h:2?channel=c'] });
    expect(peer).toMatchObject({ listen: ['tcp://h:1'], know: ['tcp://h:2'] });
    expect(interest.channel).toBe('c');
    expect(() => standing({ ...place, bind: [], connect: [] })).toThrow(/listens/);
    expect(() => interestOf('tcp://h:1?a=1?b')).toThrow(/two question marks/);
  });
});

describe('what stands before the application', () => {
  const desk = () => {
    const delivered: number[] = [];
    const refused: string[] = [];
    const held: (() => void)[] = [];
    const application: Application = {
      notify: ({ seq }) => {
        delivered.push(seq);
        return new Promise((resolve) => held.push(resolve));
      },
      reserve: () => Promise.reject(new Error('not here')),
      refused: ({ reason }) => refused.push(reason),
    };
    const next = async () => {
      held.shift()!();
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { delivered, refused, inbox: openInbox(application), next, application };
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('one at a time, in their order', async () => {
    const { delivered, inbox, next } = desk();
    for (const seq of [1, 2, 3]) inbox.take(message({ seq }), 'p');
    await turn();
    expect(delivered).toEqual([1]);
    await next();
    await next();
    expect(delivered).toEqual([1, 2, 3]);
  });

  it('what comes behind a later one of its publisher is dropped and told; others’ numbers do not count', async () => {
    const { delivered, refused, inbox, next } = desk();
    for (const [seq, author] of [
      [1, 'p'],
      [3, 'p'],
      [2, 'p'],
      [2, 'q'],
      [3, 'p'],
      [4, 'p'],
    ] as const)
      inbox.take(message({ seq }), author);
    await turn();
    for (let count = 0; count < 3; count += 1) await next();
    expect(delivered).toEqual([1, 3, 2, 4]);
    expect(refused).toEqual(['overtaken', 'overtaken']);
  });

  it('what there is no room for is dropped and told; one message always has room', async () => {
    const { delivered, refused, inbox, next } = desk();
    const body = Buffer.alloc(mostWaiting);
    inbox.take(message({ seq: 1, body: Buffer.alloc(2 * mostWaiting) }), 'p');
    inbox.take(message({ seq: 2, body: Buffer.alloc(1) }), 'p');
    await turn();
    await next();
    inbox.take(message({ seq: 3, body }), 'p');
    inbox.take(message({ seq: 4, body: Buffer.alloc(1) }), 'p');
    await turn();
    await next();
    await inbox.emptied();
    expect(delivered).toEqual([1, 3]);
    expect(refused).toEqual(['no-room', 'no-room']);
  });

  it('an application that fails, at once or later, is told and gets the next', async () => {
    const { delivered, refused, inbox, application } = desk();
    application.notify = ({ seq }) => {
      delivered.push(seq);
      if (seq === 1) throw new TypeError('at once');
      return Promise.reject(new Error('later'));
    };
    for (const seq of [1, 2, 3]) inbox.take(message({ seq }), 'p');
    await inbox.emptied();
    expect(delivered).toEqual([1, 2, 3]);
    expect(refused).toEqual(['application', 'application', 'application']);
  });
});
