import type { EvidenceRecord } from '../record';
import { checked, viewIn, type Where } from './checked';
import { Malformed } from './malformed';
import type { NotedView } from './model';

export const kinds = { submitted: 0, delivered: 1, view: 2 } as const;

/** What one incarnation did in one group. */
export interface Log {
  seqs: number[];
  kinds: number[];
  /** Messages, or views, by index. */
  refs: number[];
  /** Whether anything came to it. */
  reached: boolean;
}

export interface Incarnation {
  run: string;
  process: string;
  inc: string;
  /** When it was first heard of; comparable within one host. */
  mono: string;
  seqs: number[];
  /** Where each record stands, in which file. */
  lines: number[];
  file?: string;
  /** Whether its records came in their own order. */
  inOrder: boolean;
  logs: Map<RawGroup, Log>;
}

interface Submitted {
  incarnation: Incarnation;
  line: number;
}

export interface RawGroup {
  run: string;
  group: string;
  style: string;
  ids: string[];
  index: Map<string, number>;
  submitted: (Submitted | undefined)[];
  views: NotedView[];
  /** Whom a delivery named as the sender, where that could not be confirmed at once. */
  named: { message: number; sender: string; by: Incarnation; seq: number }[];
  quiescent: boolean;
  size: number;
}

export interface Crash {
  run: string;
  process: string;
  inc: string;
  mono: string;
}

/** Everything that the records say, by group and by incarnation; not yet interpreted. */
export interface Collected {
  groups: Map<string, RawGroup>;
  incarnations: Map<string, Incarnation>;
  crashes: Crash[];
  settled: { run: string; group: string }[];
}

/** Takes the records of a history one after the other, in any order that the processes' numbers can mend. */
export const openCollection = () => {
  const collected: Collected = { groups: new Map(), incarnations: new Map(), crashes: [], settled: [] };

  const groupOf = ({ run, channel = '', style }: EvidenceRecord): RawGroup => {
    const key = `${run}\n${channel}`;
    let group = collected.groups.get(key);
    if (!group) {
      const empty = { ids: [], index: new Map(), submitted: [], views: [], named: [], quiescent: false, size: 0 };
      group = { run, group: channel, style, ...empty };
      collected.groups.set(key, group);
    }
    return group;
  };

  const incarnationOf = ({ run, process, inc, mono }: EvidenceRecord, { file }: Where): Incarnation => {
    const key = `${run}\n${process}\n${inc}`;
    let incarnation = collected.incarnations.get(key);
    if (!incarnation) {
      incarnation = { run, process, inc, mono, seqs: [], lines: [], file, inOrder: true, logs: new Map() };
      collected.incarnations.set(key, incarnation);
    }
    return incarnation;
  };

  const logOf = (incarnation: Incarnation, group: RawGroup): Log => {
    let log = incarnation.logs.get(group);
    if (!log) incarnation.logs.set(group, (log = { seqs: [], kinds: [], refs: [], reached: false }));
    return log;
  };

  const messageOf = (group: RawGroup, id: string): number => {
    const known = group.index.get(id);
    if (known !== undefined) return known;
    group.index.set(id, group.ids.length);
    return group.ids.push(id) - 1;
  };

  const append = (group: RawGroup, incarnation: Incarnation, seq: number, kind: number, ref: number): void => {
    const log = logOf(incarnation, group);
    log.seqs.push(seq);
    log.kinds.push(kind);
    log.refs.push(ref);
    group.size += 1;
  };

  const submit = (record: EvidenceRecord, incarnation: Incarnation, where: Where): void => {
    const group = groupOf(record);
    const message = messageOf(group, record.msg.id);
    const before = group.submitted[message];
    if (before) throw new Malformed(`${record.msg.id} was submitted before, on line ${before.line}`, where);
    group.submitted[message] = { incarnation, line: where.line };
    append(group, incarnation, record.seq, kinds.submitted, message);
  };

  const deliver = (record: EvidenceRecord, incarnation: Incarnation): void => {
    const group = groupOf(record);
    const message = messageOf(group, record.msg.id);
    const { sender } = record.msg;
    if (sender !== undefined && group.submitted[message]?.incarnation.process !== sender)
      group.named.push({ message, sender, by: incarnation, seq: record.seq });
    append(group, incarnation, record.seq, kinds.delivered, message);
    logOf(incarnation, group).reached = true;
  };

  const install = (record: EvidenceRecord, incarnation: Incarnation, where: Where): void => {
    const group = groupOf(record);
    const { process, inc, seq } = record;
    const view = { ...viewIn(record.note, where), process, inc, seq };
    append(group, incarnation, seq, kinds.view, group.views.push(view) - 1);
  };

  const add = (given: EvidenceRecord, where: Where): void => {
    const record = checked(given, where);
    const { run, process, inc, event, seq } = record;
    if (event === 'crash')
      return void collected.crashes.push({ run, process, inc: inc ?? '', mono: record.mono ?? '' });
    if (process === 'harness') {
      if (event === 'settled' && record.msg.id === 'quiescent') collected.settled.push({ run, group: record.channel });
      return;
    }
    const incarnation = incarnationOf(record, where);
    if (seq !== (incarnation.seqs.at(-1) ?? 0) + 1) incarnation.inOrder = false;
    incarnation.seqs.push(seq);
    incarnation.lines.push(where.line);
    if (event === 'submitted') submit(record, incarnation, where);
    else if (event === 'delivered') deliver(record, incarnation);
    else if (event === 'view') install(record, incarnation, where);
    else if (event === 'received' || event === 'held' || event === 'dropped')
      logOf(incarnation, groupOf(record)).reached = true;
  };
  return { add, collected };
};
