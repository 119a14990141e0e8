import type { EvidenceRecord } from '../record';
import { Malformed } from './malformed';
import { foreignEvents, plain, readForeign, readOurs, type ForeignEvent } from './shiviz-events';

export interface ShiVizOptions {
  /** One event of the log, with the groups host, clock and event; by default ShiViz's own default. */
  log?: RegExp;
  /** A host's name, with the groups process and, where it has one, inc. */
  host?: RegExp;
  /** Replaces how single kinds of foreign events are understood. */
  events?: Partial<Record<ForeignEvent, RegExp>>;
  /** The group of events that name none. */
  group?: string;
}

/** Something in a log that is odd, or was taken for granted; line 0: the whole log. */
export interface Doubt {
  line: number;
  says: string;
}

/** Doubts about the clocks of a log, which are not believed for anything. */
const openClocks = () => {
  const before = new Map<string, Record<string, number>>();
  return (host: string, clock: Record<string, number>): string[] => {
    const last = before.get(host) ?? {};
    before.set(host, clock);
    const own = (last[host] ?? 0) + 1;
    const back = Object.keys(last).filter((name) => (clock[name] ?? 0) < last[name]!);
    return [
      ...(clock[host] === own ? [] : [`${host}'s own entry is ${clock[host] ?? 'missing'}, ${own} was due`]),
      ...back.map((name) => `${host} has forgotten what it knew of ${name}`),
    ];
  };
};

const clockIn = (text: string, line: number): Record<string, number> => {
  try {
    const clock = JSON.parse(text) as Record<string, number>;
    if (Object.values(clock).every((count) => Number.isInteger(count))) return clock;
  } catch {
    // Said below.
  }
  throw new Malformed(`no vector clock: ${text.slice(0, 60)}`, { line });
};

/**
 * The records of a log in ShiViz's format, ours or anybody's. Local order is the order of a host's events in the text;
 * the clocks are read and checked, but happened-before is rebuilt as for any history. In a foreign log the first `send`
 * of an id by a host that has not received it is the submission, later ones are forwarding; where it knows no delivery at
 * all, the first receipt at each host counts as one (a doubt says so). Events that are not understood are left out.
 * Throws Malformed where nothing in the text is an event, or a clock is none.
 */
export const fromShiViz = (
  text: string,
  options: ShiVizOptions = {},
): { records: EvidenceRecord[]; doubts: Doubt[] } => {
  const { log = /(?<host>\S*) (?<clock>{.*})\n(?<event>.*)/, host: hosts = /^(?<process>.+?)(?:~(?<inc>[^~]+))?$/ } =
    options;
  const events = { ...foreignEvents, ...options.events };
  const [doubts, clockDoubts]: [Doubt[], ReturnType<typeof openClocks>] = [[], openClocks()];
  const whole = text.replaceAll('\r\n', '\n');
  const found = [...whole.matchAll(new RegExp(log.source, `${log.flags.replace('g', '')}g`))];
  if (found.length === 0) throw new Malformed('no event in the format of ShiViz', { line: 1 });
  let [line, at] = [1, 0];
  const read = found.map((match) => {
    const { host = '', clock = '', event = '' } = match.groups ?? {};
    line += whole.slice(at, match.index).split('\n').length - 1;
    at = match.index;
    for (const says of clockDoubts(host, clockIn(clock, line))) doubts.push({ line, says });
    const { process = host, inc = '1' } = hosts.exec(host)?.groups ?? {};
    const own = readOurs(event);
    return { process: plain(process), inc: plain(inc), line, foreign: !own, said: own ?? readForeign(event, events) };
  });
  const delivers = read.some(({ said }) => said?.event === 'delivered');
  if (!delivers && read.some(({ said }) => said?.event === 'received'))
    doubts.push({ line: 0, says: 'the log knows no delivery: the first receipt at each host counts as one' });

  const seqs = new Map<string, number>();
  const [came, sent] = [new Set<string>(), new Set<string>()];
  const records = read.flatMap(({ process, inc, line: mono, foreign, said }): EvidenceRecord[] => {
    if (!said) return [];
    const key = `${process}\n${inc}`;
    const there = `${key}\n${said.id}`;
    let { event } = said;
    if (foreign && event === 'submitted') {
      if (sent.has(said.id) || came.has(there)) return [];
      sent.add(said.id);
    }
    if (event === 'received' && !delivers) {
      if (came.has(there)) return [];
      event = 'delivered';
    }
    if (event === 'received' || event === 'delivered') came.add(there);
    const seq = event === 'crash' ? 0 : (seqs.get(key) ?? 0) + 1;
    if (seq > 0) seqs.set(key, seq);
    const { id, sender, group = options.group ?? 'shiviz', note } = said;
    const who = event === 'settled' ? 'harness' : process;
    return [
      {
        ...{ run: 'shiviz', process: who, inc, seq, mono: String(mono), event, msg: { id, ...(sender && { sender }) } },
        ...{
          style: 'shiviz',
          hop: '',
          channel: event === 'settled' && foreign ? '' : group,
          ...(note !== undefined && { note }),
        },
      },
    ];
  });
  return { records, doubts };
};
