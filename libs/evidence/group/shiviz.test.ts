import fc from 'fast-check';
import {
  fromShiViz,
  inCausalOrder,
  judgeRecords,
  Malformed,
  toShiViz,
  verdictNames,
  type EvidenceRecord,
} from '../index';
import { atomicHistory } from './correct.testing';
import { anyHistory } from './random.testing';
import { told } from './told.testing';

const answers = (records: EvidenceRecord[]) => {
  const verdicts = judgeRecords(records);
  return verdictNames.map((name) => [name, verdicts[name].is, 'times' in verdicts[name] ? verdicts[name].times : 0]);
};

it('what is exported and imported again is judged alike, and leaves no doubt', () => {
  fc.assert(
    fc.property(fc.oneof(atomicHistory(), anyHistory), (lines) => {
      const records = told(...lines);
      const { records: again, doubts } = fromShiViz(toShiViz(records));
      expect(answers(again)).toEqual(answers(records));
      expect(doubts).toEqual([]);
    }),
    { seed: 66, numRuns: 200 },
  );
});

it('a crash that names no incarnation is the crash of the one that was up', () => {
  const lines = [
    'members 1 p1,p2',
    'p1 sends m1',
    'p1 delivers m1',
    'p1 crashes',
    'p1 restarts',
    'p1 sends m2',
    'settled',
  ];
  const records = told(...lines).map((one) => (one.event === 'crash' ? { ...one, inc: '' } : one));
  const crash = fromShiViz(toShiViz(records)).records.find(({ event }) => event === 'crash');
  expect(crash).toMatchObject({ process: 'p1', inc: 'p1-1' });
});

it('incarnations are hosts of their own, names may hold spaces, notes anything', () => {
  const records = told(
    'members 1 p1,p2',
    'p1 sends m1',
    'p1 delivers m1',
    'p1 crashes',
    'p1 restarts',
    'p1 sends m2',
    'settled',
  );
  const odd = records.map((one) => ({
    ...one,
    process: one.process.replace('p', 'p %'),
    channel: 'a group',
    note: one.note ?? 'é "quoted" \n',
  }));
  const { records: again } = fromShiViz(
    toShiViz(odd.map((one) => (one.event === 'view' ? { ...one, note: one.note.replaceAll('p', 'p %') } : one))),
  );
  expect(new Set(again.map(({ process, inc }) => `${process}|${inc}`))).toEqual(
    new Set(['p %1|p1-1', 'p %1|p1-2', 'p %2|1', 'harness|1']),
  );
  expect(again.find(({ event }) => event === 'submitted')).toMatchObject({ channel: 'a group', note: 'é "quoted" \n' });
});

it("is ShiViz's format: two lines an event, clocks that tell who may have caused what", () => {
  const lines = ['p1 sends m1', 'p2 receives m1', 'p2 delivers m1', 'p2 sends m2', 'p1 delivers m2', 'settled'];
  expect(toShiViz(told(...lines)).split('\n')).toEqual([
    ...['p1 {"p1":1}', 'submitted m1 from p1 in g', 'p2 {"p1":1,"p2":1}', 'received m1 from p1 in g'],
    ...['p2 {"p1":1,"p2":2}', 'delivered m1 from p1 in g', 'p2 {"p1":1,"p2":3}', 'submitted m2 from p2 in g'],
    ...['p1 {"p1":2,"p2":3}', 'delivered m2 from p2 in g', 'harness {"harness":1}', 'settled quiescent in g', ''],
  ]);
});

describe('a log from anybody', () => {
  // The clocks of b say that the answer came after the question; they are no proof of what c saw.
  const foreign = `a {"a":1}
Sending message question
b {"a":1,"b":1}
Received question
b {"a":1,"b":2}
Send answer to all
c {"a":1,"b":2,"c":1}
Recv: answer
c {"a":1,"b":2,"c":2}
thinks about it
c {"a":1,"b":2,"c":3}
Receiving message question
a {"a":2,"b":2}
got answer
`;

  it('is judged by what it says was sent and received', () => {
    const { records, doubts } = fromShiViz(foreign);
    const { causal, fifo } = judgeRecords(records);
    expect(causal).toMatchObject({ is: 'violated', witness: { messages: ['question', 'answer'] } });
    expect(fifo.is).not.toBe('violated');
    expect(doubts).toEqual([{ line: 0, says: expect.stringMatching(/first receipt/) }]);
  });

  it('clocks that lie change no verdict; what is odd in them is said', () => {
    const lying = foreign.replace('c {"a":1,"b":2,"c":1}', 'c {"c":7}');
    expect(judgeRecords(fromShiViz(lying).records)).toEqual(judgeRecords(fromShiViz(foreign).records));
    expect(
      fromShiViz(lying)
        .doubts.map(({ line, says }) => `${line}: ${says}`)
        .slice(0, 2),
    ).toEqual(["7: c's own entry is 7, 1 was due", "9: c's own entry is 2, 8 was due"]);
  });

  it('a delivery is not a receipt where both are told, and forwarding is no second submission', () => {
    const both = foreign
      .replace('thinks about it', 'delivers answer')
      .replace('Recv: answer', 'Recv: answer, sent by b');
    const { records } = fromShiViz(`${both}b {"a":1,"b":3}\nSend question to c\nb {"a":1,"b":4}\nwas killed\n`);
    expect(records.map(({ process, event, msg }) => `${process} ${event} ${msg.id}`)).toEqual([
      ...[
        'a submitted question',
        'b received question',
        'b submitted answer',
        'c received answer',
        'c delivered answer',
      ],
      ...['c received question', 'a received answer', 'b crash crash'],
    ]);
  });

  it('other words, other layouts: by expressions of the user', () => {
    const log = 'enviada m1 | p1 | {"p1":1}\nentregue m1 | p2 | {"p1":1,"p2":1}\n';
    const { records } = fromShiViz(log, {
      log: /(?<event>.*) \| (?<host>\S+) \| (?<clock>{.*})/,
      events: { submitted: /^enviada (?<id>\S+)/, delivered: /^entregue (?<id>\S+)/ },
      group: 'grupo',
    });
    expect(records.map(({ process, event, channel }) => `${process} ${event} ${channel}`)).toEqual([
      ...['p1 submitted grupo', 'p2 delivered grupo'],
    ]);
  });

  it('what is no log is refused, with its line', () => {
    expect(() => fromShiViz('nothing here')).toThrow(Malformed);
    expect(() => fromShiViz('a {"a":1}\nsends m1\nb {"a":x}\ngot m1\n')).toThrow('line 3: no vector clock: {"a":x}');
  });
});

it('the causal order of records: by time, as far as local order and submissions allow', () => {
  const records = told('p1 sends m1', 'p2 delivers m1', 'p2 sends m2', 'p1 delivers m2', 'p2 crashes');
  const late = records.map((one) => (one.process === 'p1' ? { ...one, mono: `9${one.mono}` } : one));
  const said = (some: EvidenceRecord[]) => some.map(({ process, event }) => `${process} ${event}`);
  expect(said(inCausalOrder(late.toReversed()))).toEqual(
    said(records.filter(({ event }) => event !== 'crash')).toSpliced(3, 0, 'p2 crash'),
  );
});
