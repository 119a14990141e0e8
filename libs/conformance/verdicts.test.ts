import { claim, type Style } from '@parley/taxonomy';
import { partOf, refusedAs, vanished, well, type Fate } from './fixtures/history';
import { record } from './fixtures/record';
import type { Part } from './trial';
import { trials } from './trials';
import type { Verdict } from './verdict';

const honest = record('honest');
const many = (fate: Fate, count = 30): Fate[] => Array.from({ length: count }, () => fate);
const lost: Fate = refusedAs('unknown');
const twice: Fate = [['submitted'], ['delivered'], ['processed'], ['delivered'], ['returned', { note: 'ok' }]];
const early: Fate = [['submitted'], ['delivered'], ['returned', { note: 'ok' }], ['processed']];
const earlier: Fate = [['submitted'], ['returned', { note: 'ok' }], ['delivered'], ['processed']];
const denied: Fate = [['submitted'], ['delivered'], ['returned', { note: 'retryable' }]];
const at = (...processes: string[]): Fate => [
  ['submitted'],
  ...processes.map((process) => ['delivered', { process }] as const),
  ['returned', { note: 'ok' }],
];

/** Two messages delivered the other way round. */
const swapped = (part: Part): Part => {
  const [first, second] = ['sender-1-1', 'sender-1-2'];
  const other = (id: string) => (id === first ? second : id === second ? first : id);
  const history = part.history.map((one) =>
    one.event === 'delivered' ? { ...one, msg: { ...one.msg, id: other(one.msg.id) } } : one,
  );
  return { ...part, history };
};
const untyped = (part: Part): Part => ({
  ...part,
  outcomes: part.outcomes.map((one) => (one.ok ? one : { ...one, typed: false })),
});
const lateBy = (part: Part, seconds: number): Part => ({
  ...part,
  history: part.history.map((one) =>
    one.event === 'returned' ? { ...one, mono: String(BigInt(one.mono) + BigInt(seconds) * 1_000_000_000n) } : one,
  ),
});

const released = (held: Fate, frozen: Fate, killed: Fate = well): Part[] => [
  partOf('held', many(held)),
  partOf('frozen: notify', many(frozen, 3)),
  partOf('killed', many(killed)),
];
const queue: Partial<Style> = {
  persistence: claim('queue', '', 'receiver after sender'),
  uncoupling: { ...honest.uncoupling, time: claim(true, '', 'receiver after sender') },
};
const log: Partial<Style> = {
  ...queue,
  persistence: claim('log', '', 'receiver after sender'),
  replays: claim(true, '', 'read again'),
};
const noOrder: Partial<Style> = { order: claim({ kinds: [], scope: 'none' }, '', 'order under faults') };
const delivery = (is: Style['delivery']['is'], tellsOfLoss = true): Partial<Style> => ({
  delivery: claim(is, '', 'delivery under faults'),
  tellsOfLoss: claim(tellsOfLoss, '', 'delivery under faults'),
});
const release = (is: Style['release']['is'], uncoupled: boolean): Partial<Style> => ({
  release: claim(is, '', 'point of release'),
  uncoupling: { ...honest.uncoupling, synchronisation: claim(uncoupled, '', 'receiver frozen') },
});
const full = (is: Style['full']['is']): Partial<Style> => ({
  full: claim(is, '', 'burst'),
  ...(is === 'drop' && { tellsOfLoss: claim(false, '', 'burst') }),
});
const cardinality = (is: Style['cardinality']['is']): Partial<Style> => ({
  cardinality: claim(is, '', 'two receivers'),
});
const replays = (is: boolean): Partial<Style> => ({ replays: claim(is, '', 'read again') });
const absent = (is: Style['absent']['is'], tells = true): Partial<Style> => ({
  absent: claim(is, '', 'receiver absent'),
  tellsOfLoss: claim(tells, '', 'receiver absent'),
});
const burst = (fates: Fate[], { ms = 1000, grown = 0 } = {}): Part => {
  const part = partOf('burst, held', fates, { sent: 1000, grown });
  return { ...part, outcomes: part.outcomes.map((one) => ({ ...one, ms })) };
};
const space = (found: boolean, heard: boolean, direct = false) => partOf('strangers', [], { found, heard, direct });
const two = { receivers: 2 };
const killed = (...fates: Fate[]) => partOf('taken before', fates, { struck: true });

const brokered: Partial<Style> = {
  roles: [
    { name: 'producer', part: 'sender', knows: [] },
    { name: 'consumer', part: 'receiver', knows: [] },
  ],
};
const ended = (side: string, kind: string, ms = 10) => partOf(`${side} shows what is wrong`, [], { ended: kind, ms });
const shows = (fate: Fate) => partOf('sender shows what is wrong', [fate]);
const host = (fate: Fate) => partOf('receiver is somebody else', [fate]);

type Case = [trial: string, says: string, answer: Verdict['answer'], claims: Partial<Style>, parts: Part[]];

const cases: Case[] = [
  ['one message', 'a correct run', 'holds', {}, [partOf('calm', [well])]],
  ['one message', 'lost', 'violated', {}, [partOf('calm', [vanished])]],
  ['one message', 'delivered twice', 'violated', {}, [partOf('calm', [twice])]],
  ['one message', 'nothing sent', 'undecided', {}, [partOf('calm', [])]],
  ['a thousand', 'two out of order, fifo claimed', 'violated', {}, [swapped(partOf('calm', many(well)))]],
  ['trace context', 'a correct run', 'holds', {}, [partOf('calm', [well, well])]],
  ['trace context', 'two messages in one trace', 'violated', {}, [swapped(partOf('calm', [well, well]))]],
  ['correlation', 'each its own reply', 'holds', {}, [partOf('calm', many(well))]],
  [
    'correlation',
    'another’s reply',
    'violated',
    {},
    [
      {
        ...partOf('calm', many(well, 2)),
        outcomes: partOf('calm', many(well, 2)).outcomes.map((one) => ({ ...one, digest: 'sender-1-1' })),
      },
    ],
  ],
  ['late reply', 'its outcome is unknown', 'holds', {}, [partOf('late', [lost]), partOf('next', [well])]],
  ['late reply', 'told that nothing happened', 'violated', {}, [partOf('late', [denied]), partOf('next', [well])]],
  ['late reply', 'the next is given nothing', 'violated', {}, [partOf('late', [lost]), partOf('next', [lost])]],
  ['order under faults', 'in order', 'holds', {}, [partOf('cut', many(well))]],
  ['order under faults', 'out of order, fifo claimed', 'violated', {}, [swapped(partOf('cut', many(well)))]],
  ['order under faults', 'out of order, none claimed', 'holds', noOrder, [swapped(partOf('cut', many(well)))]],
  ['order under faults', 'in order, none claimed', 'undecided', noOrder, [partOf('cut', many(well))]],
  ['order under faults', 'hardly anything delivered', 'undecided', {}, [partOf('cut', [...many(lost), well])]],
  ['order under faults', 'nothing works afterwards', 'violated', {}, [partOf('cut', many(well), { works: false })]],
  ['delivery under faults', 'at most once, a loss seen', 'holds', {}, [partOf('cut', [well, lost])]],
  ['delivery under faults', 'at most once, none lost', 'undecided', {}, [partOf('cut', [well, well])]],
  ['delivery under faults', 'at most once, one doubled', 'violated', {}, [partOf('cut', [twice, lost])]],
  [
    'delivery under faults',
    'at least once, a duplicate seen',
    'holds',
    delivery('at least once'),
    [partOf('cut', [twice, lost])],
  ],
  [
    'delivery under faults',
    'at least once, no duplicate',
    'undecided',
    delivery('at least once'),
    [partOf('cut', [well])],
  ],
  [
    'delivery under faults',
    'at least once, one lost',
    'violated',
    delivery('at least once', false),
    [partOf('cut', [twice, vanished])],
  ],
  [
    'delivery under faults',
    'best effort, both seen',
    'holds',
    delivery('best effort', false),
    [partOf('loss', [vanished]), partOf('duplicates', [twice])],
  ],
  [
    'delivery under faults',
    'best effort, no duplicate',
    'undecided',
    delivery('best effort', false),
    [partOf('loss', [vanished])],
  ],
  ['delivery under faults', 'a silent loss, claimed to be told', 'violated', {}, [partOf('cut', [well, vanished])]],
  [
    'delivery under faults',
    'no silent loss, claimed not to be told',
    'undecided',
    delivery('at most once', false),
    [partOf('cut', [well, lost])],
  ],
  ['delivery under faults', 'denied and delivered', 'violated', {}, [partOf('cut', [denied, lost])]],
  ['delivery under faults', 'an untyped error', 'violated', {}, [untyped(partOf('cut', [well, lost]))]],
  [
    'delivery under faults',
    'a call that comes back too late',
    'violated',
    {},
    [lateBy(partOf('cut', [well, lost]), 10)],
  ],
  ['point of release', 'processed', 'holds', {}, released(well, lost)],
  ['point of release', 'delivered, claimed processed', 'violated', {}, released(early, lost)],
  ['point of release', 'processed, claimed delivered', 'violated', release('delivered', false), released(well, lost)],
  ['point of release', 'delivered', 'holds', release('delivered', false), released(early, lost)],
  ['point of release', 'received', 'holds', release('received', false), released(earlier, lost)],
  ['point of release', 'sent', 'holds', release('sent', true), released(earlier, well)],
  ['point of release', 'sent, claimed received', 'violated', release('received', true), released(earlier, well)],
  ['point of release', 'none', 'holds', release('none', true), released(earlier, well, vanished)],
  ['point of release', 'none, claimed sent', 'violated', release('sent', true), released(earlier, well, vanished)],
  ['point of release', 'nothing came back', 'undecided', {}, released(lost, lost)],
  ['sender killed after return', 'all delivered', 'holds', {}, [partOf('killed', [well])]],
  ['sender killed after return', 'lost', 'violated', {}, [partOf('killed', [well, vanished])]],
  [
    'sender killed after return',
    'nothing promised and nothing lost',
    'undecided',
    release('none', true),
    [partOf('killed', [well])],
  ],
  ['receiver frozen', 'unknown, and works again', 'holds', {}, [partOf('frozen: notify', [lost])]],
  ['receiver frozen', 'never again', 'violated', {}, [partOf('frozen: notify', [lost], { works: false })]],
  ['receiver frozen', 'denied and delivered', 'violated', {}, [partOf('frozen: notify', [denied])]],
  ['receiver frozen', 'comes back well, coupling claimed', 'violated', {}, [partOf('frozen: notify', [well])]],
  ['receiver frozen', 'a frozen one answers', 'violated', {}, [partOf('frozen: reserve', [well])]],
  ['deadline', 'in time', 'holds', {}, [partOf('frozen: notify', [lost])]],
  ['deadline', 'too late', 'violated', {}, [lateBy(partOf('frozen: notify', [lost]), 10)]],
  ['deadline', 'never', 'violated', {}, [partOf('frozen: notify', [[['submitted']]])]],
  ['receiver after sender', 'nothing kept', 'holds', {}, [partOf('sender gone', [lost, vanished])]],
  ['receiver after sender', 'kept, none claimed', 'violated', {}, [partOf('sender gone', [lost, well])]],
  [
    'receiver after sender',
    'a receiver that never worked',
    'undecided',
    {},
    [partOf('sender gone', [lost], { works: false })],
  ],
  ['receiver after sender', 'a queue that keeps', 'holds', queue, [partOf('sender gone', [well])]],
  ['receiver after sender', 'a queue that loses', 'violated', queue, [partOf('sender gone', [well, vanished])]],
  ['receiver after sender', 'a queue that took nothing', 'undecided', queue, [partOf('sender gone', [lost])]],
  ['read again', 'nothing kept', 'holds', {}, [partOf('sender gone', [lost])]],
  ['read again', 'nothing kept, and claimed to replay', 'violated', replays(true), [partOf('', [lost])]],
  ['read again', 'a queue: nothing', 'holds', queue, [partOf('read again', [vanished], { taken: 1 })]],
  ['read again', 'a queue: all of it', 'violated', queue, [partOf('read again', [well], { taken: 1 })]],
  ['read again', 'a log: all of it', 'holds', log, [partOf('read again', [well], { taken: 1 })]],
  ['read again', 'a log: half of it', 'violated', log, [partOf('read again', [well, vanished], { taken: 2 })]],
  [
    'read again',
    'a queue that claims to replay',
    'violated',
    { ...queue, ...replays(true) },
    [partOf('read again', [well], { taken: 1 })],
  ],
  ['read again', 'never taken before', 'undecided', queue, [partOf('read again', [vanished], { taken: 0 })]],
  [
    'read again',
    'a reader that never worked',
    'undecided',
    queue,
    [partOf('read again', [vanished], { taken: 1, works: false })],
  ],
  ['sender exits', 'all out', 'holds', {}, [partOf('awaited', [well])]],
  ['sender exits', 'lost', 'violated', {}, [partOf('awaited', [vanished])]],
  ['sender exits', 'does not end', 'violated', {}, [partOf('awaited', [well], { late: true })]],
  ['sender exits', 'ends with 1', 'violated', {}, [partOf('awaited', [well], { code: 1 })]],
  ['burst', 'calls wait', 'holds', {}, [burst([well, lost])]],
  ['burst', 'nobody waits', 'violated', {}, [burst([well, well])]],
  ['burst', 'calls wait and one is lost', 'violated', {}, [burst([lost, vanished])]],
  ['burst', 'dropped', 'holds', full('drop'), [burst([well, vanished])]],
  ['burst', 'nothing dropped', 'violated', full('drop'), [burst([well])]],
  ['burst', 'refused at once', 'holds', full('error'), [burst([well, refusedAs('retryable')], { ms: 10 })]],
  ['burst', 'refused after a while', 'violated', full('error'), [burst([well, refusedAs('retryable')])]],
  ['burst', 'memory grows', 'holds', full('buffer'), [burst([well], { grown: 900 })]],
  ['burst', 'memory does not grow', 'violated', full('buffer'), [burst([well], { grown: 9 })]],
  ['two receivers', 'all to one', 'holds', {}, [partOf('both', many(well, 5), two)]],
  ['two receivers', 'unicast to two', 'violated', {}, [partOf('both', [at('receiver-1'), at('receiver-2')], two)]],
  [
    'two receivers',
    'to all',
    'holds',
    cardinality('multicast'),
    [partOf('both', [at('receiver-1', 'receiver-2')], two)],
  ],
  [
    'two receivers',
    'multicast to one',
    'violated',
    cardinality('multicast'),
    [partOf('both', [at('receiver-1')], two)],
  ],
  [
    'two receivers',
    'to one of two',
    'holds',
    cardinality('anycast'),
    [partOf('both', [at('receiver-1'), at('receiver-2')], two), partOf('one left', [well], { takenOver: true })],
  ],
  [
    'two receivers',
    'anycast to both',
    'violated',
    cardinality('anycast'),
    [partOf('both', [at('receiver-1', 'receiver-2')], two), partOf('one left', [well], { takenOver: true })],
  ],
  [
    'two receivers',
    'nobody takes over',
    'violated',
    cardinality('anycast'),
    [partOf('both', [well], two), partOf('one left', [well], { takenOver: false })],
  ],
  [
    'two receivers',
    'always the same of two',
    'undecided',
    cardinality('anycast'),
    [partOf('both', [well], two), partOf('one left', [well], { takenOver: true })],
  ],
  ['two receivers', 'there was one', 'undecided', {}, [partOf('both', [well], { receivers: 1 })]],
  ['late subscriber', 'has nothing', 'holds', {}, [partOf('late', [well], { late: 'receiver-2' })]],
  [
    'late subscriber',
    'has what was before',
    'violated',
    {},
    [partOf('late', [at('receiver-1', 'receiver-2')], { late: 'receiver-2' })],
  ],
  [
    'late subscriber',
    'is replayed',
    'holds',
    replays(true),
    [partOf('late', [at('receiver-1', 'receiver-2')], { late: 'receiver-2' })],
  ],
  ['late subscriber', 'never works', 'undecided', {}, [partOf('late', [well], { late: 'receiver-2', works: false })]],
  ['receiver absent', 'an error', 'holds', {}, [partOf('notify', [refusedAs('retryable')])]],
  ['receiver absent', 'an error, and delivered', 'violated', {}, [partOf('notify', [denied])]],
  ['receiver absent', 'dropped, an error claimed', 'violated', {}, [partOf('notify', [vanished])]],
  ['receiver absent', 'dropped', 'holds', absent('dropped', false), [partOf('notify', [vanished])]],
  ['receiver absent', 'dropped, and claimed to tell', 'violated', absent('dropped'), [partOf('notify', [vanished])]],
  ['receiver absent', 'kept', 'holds', absent('kept by the sender'), [partOf('notify', [earlier])]],
  ['receiver absent', 'kept, but not', 'violated', absent('kept by the sender', false), [partOf('notify', [vanished])]],
  ['receiver absent', 'ends, typed', 'holds', {}, [partOf('opening', [], { ended: 'retryable' })]],
  ['receiver absent', 'ends, untyped', 'violated', {}, [partOf('opening', [], { ended: 'untyped' })]],
  ['receiver absent', 'no receiver ever worked', 'undecided', {}, [partOf('notify', [lost], { works: false })]],
  ['receiver comes late', 'reached', 'holds', {}, [partOf('notify', [lost])]],
  ['receiver comes late', 'not reached', 'violated', {}, [partOf('notify', [lost], { works: false })]],
  ['largest message', 'one byte too many is taken', 'violated', {}, [partOf('one byte too many', [well])]],
  [
    'largest message',
    'one byte too many is Fatal',
    'holds',
    {},
    [partOf('fits', [well]), partOf('one byte too many', [refusedAs('fatal')]), partOf('after', [well])],
  ],
  [
    'largest message',
    'one byte too many is retryable',
    'violated',
    {},
    [partOf('one byte too many', [refusedAs('retryable')])],
  ],
  [
    'largest message',
    'nothing passes afterwards',
    'violated',
    {},
    [partOf('one byte too many', [refusedAs('fatal')]), partOf('after', [lost])],
  ],
  ['largest message', 'one byte too many is never sent', 'undecided', {}, [partOf('fits', [well])]],
  ['undecodable bytes', 'nothing noted', 'violated', {}, [partOf('after', [well], { said: 3 })]],
  ['undecodable bytes', 'the receiver dies', 'violated', {}, [partOf('after', [well], { said: 3, alive: false })]],
  ['undecodable bytes', 'nothing said', 'undecided', {}, [partOf('after', [well], { said: 0 })]],
  ['unknown content type', 'dropped, said so', 'holds', {}, [partOf('notify', [vanished], { dropped: true })]],
  ['unknown content type', 'vanishes', 'violated', {}, [partOf('notify', [vanished], { dropped: false })]],
  ['unknown content type', 'delivered', 'violated', {}, [partOf('notify', [well], { dropped: true })]],
  ['unknown content type', 'a request is answered', 'violated', {}, [partOf('reserve', [vanished])]],
  [
    'close settles everything',
    'a call after it is taken',
    'violated',
    {},
    [partOf('notify', [lost]), partOf('after close', [well])],
  ],
  [
    'close settles everything',
    'a call never comes back',
    'violated',
    {},
    [partOf('notify', [[['submitted']]]), partOf('after close', [lost])],
  ],
  ['receiver drains', 'finishes', 'holds', {}, [partOf('reserve', [well, lost])]],
  [
    'receiver drains',
    'does not finish',
    'violated',
    {},
    [partOf('reserve', [[['submitted'], ['delivered'], ['returned', { note: 'unknown' }]]])],
  ],
  [
    'receiver drains',
    'does not answer',
    'violated',
    {},
    [partOf('reserve', [[['submitted'], ['delivered'], ['processed'], ['returned', { note: 'unknown' }]]])],
  ],
  ['receiver drains', 'had nothing in hand', 'undecided', {}, [partOf('reserve', [lost])]],
  ['receiver restarts', 'reached again', 'holds', {}, [partOf('restarts', [], { killed: true, stopped: true })]],
  [
    'receiver restarts',
    'not reached again',
    'violated',
    {},
    [partOf('restarts', [], { killed: false, stopped: true })],
  ],
  [
    'receiver restarts',
    'the sender dies',
    'violated',
    {},
    [partOf('restarts', [], { killed: true, stopped: true, alive: false })],
  ],
  ['faulty application', 'rejects, told retryable', 'holds', {}, [partOf('reserve rejects', [refusedAs('retryable')])]],
  ['faulty application', 'rejects, told unknown', 'violated', {}, [partOf('reserve rejects', [lost])]],
  ['faulty application', 'hangs, told that all is well', 'violated', {}, [partOf('reserve hangs', [vanished])]],
  [
    'faulty application',
    'throws, and the receiver dies',
    'violated',
    {},
    [partOf('notify throws', [lost], { alive: false })],
  ],
  ['wrong credentials', 'both refused', 'holds', brokered, [ended('sender', 'fatal'), ended('receiver', 'fatal')]],
  [
    'wrong credentials',
    'the receiver told nothing',
    'violated',
    brokered,
    [ended('sender', 'fatal'), partOf('receiver shows what is wrong', [])],
  ],
  [
    'wrong credentials',
    'told as if it could go well another time',
    'violated',
    brokered,
    [ended('sender', 'fatal'), ended('receiver', 'retryable')],
  ],
  [
    'wrong credentials',
    'told too late',
    'violated',
    brokered,
    [ended('sender', 'fatal', 9000), ended('receiver', 'fatal')],
  ],
  ['wrong credentials', 'one side never tried', 'undecided', brokered, [ended('sender', 'fatal')]],
  ['wrong credentials', 'a call is refused', 'holds', {}, [shows(refusedAs('fatal')), host(refusedAs('retryable'))]],
  ['wrong credentials', 'a call is let in', 'violated', {}, [shows(well), host(refusedAs('retryable'))]],
  ['wrong credentials', 'a call is told retryable', 'violated', {}, [shows(refusedAs('retryable')), host(lost)]],
  ['wrong credentials', 'anybody may be the server', 'violated', {}, [shows(refusedAs('fatal')), host(well)]],
  [
    'wrong credentials',
    'nobody is let in',
    'undecided',
    {},
    [{ ...shows(refusedAs('fatal')), facts: { works: false } }, host(lost)],
  ],
  ['broker killed', 'stored, and all delivered', 'holds', release('stored', true), [killed(well, well)]],
  ['broker killed', 'stored, and one lost', 'violated', release('stored', true), [killed(well, vanished)]],
  ['broker killed', 'stored, and told that one is not', 'holds', release('stored', true), [killed(well, lost)]],
  ['broker killed', 'stored, nothing taken', 'undecided', release('stored', true), [killed(lost, lost)]],
  ['broker killed', 'accepted, and one lost', 'holds', release('accepted', true), [killed(well, vanished)]],
  ['broker killed', 'accepted, and all outlive it', 'violated', release('accepted', true), [killed(well, well)]],
  ['broker killed', 'it was never killed', 'undecided', release('stored', true), [partOf('taken before', [well])]],
  ['broker frozen', 'told in time', 'holds', {}, [partOf('broker frozen', [lost], { struck: true })]],
  ['broker frozen', 'told as if nothing had happened', 'violated', {}, [partOf('frozen', [denied], { struck: true })]],
  ['broker frozen', 'nothing works afterwards', 'violated', {}, [partOf('', [lost], { struck: true, works: false })]],
  ['broker frozen', 'it never stood still', 'undecided', {}, [partOf('broker frozen', [lost])]],
  ['what each side knows', 'coupled', 'holds', {}, [space(false, true)]],
  ['what each side knows', 'uncoupled, coupling claimed', 'violated', {}, [space(true, true)]],
  ['what each side knows', 'they go on without the middle', 'holds', {}, [space(true, true, true)]],
  ['what each side knows', 'nothing worked', 'undecided', {}, [space(false, false)]],
];

describe('verdicts', () => {
  it.each(cases)('%s: %s: %s', (name, _, answer, claims, parts) => {
    const trial = trials.find((one) => one.name === name)!;
    const verdict = trial.verdict({ ...honest, ...claims }, parts);
    expect({ ...verdict, numbers: {} }).toEqual({ answer, because: verdict.because, numbers: {} });
  });

  it.each(trials)('$name: without a run it is undecided', ({ verdict }) => {
    expect(verdict(honest, [])).toMatchObject({ answer: 'undecided' });
  });

  it('every trial but those that only read a calm run is tried on a mutant', () => {
    const tried = new Set(cases.map(([name]) => name));
    const calm = ['empty payload', 'every byte', 'headers and content type', 'buffers are not aliased', 'two senders'];
    expect(
      trials
        .map(({ name }) => name)
        .filter((name) => !tried.has(name))
        .sort(),
    ).toEqual(calm.sort());
  });
});
