import type { EvidenceEvent, EvidenceRecord } from '../record';

/**
 * A history told in words, one line an event, in the order of time: `p1 sends m1`, `p2 delivers m1`, `p2 receives m1`,
 * `p2 views 1 p1,p2`, `p2 rejoins 3 p1,p2` (a view that says that p2 joined), `p2 crashes`, `p2 restarts` (another
 * incarnation from here on), `settled`. `members 1 p1,p2` lets each of them install that view. A message's sender is
 * taken from its `sends`; `p2 delivers m1 from p3` says another.
 */
export const told = (...lines: string[]): EvidenceRecord[] => {
  const seqs = new Map<string, number>();
  const incs = new Map<string, number>();
  const senders = new Map<string, string>();
  const numbers = new Map<string, number>();
  const history: EvidenceRecord[] = [];
  const record = (process: string, event: EvidenceEvent, id: string, more: { sender?: string; note?: string } = {}) => {
    const inc = `${process}-${incs.get(process) ?? 1}`;
    const exempt = event === 'crash' || process === 'harness';
    const seq = exempt ? 0 : (seqs.get(inc) ?? 0) + 1;
    if (!exempt) seqs.set(inc, seq);
    const sender = more.sender ?? senders.get(id);
    const mono = String(1_000_000 + history.length * 1000);
    history.push({
      ...{ run: 'r', process, inc, seq, mono, event },
      msg: { id, ...(sender && { sender, seq: numbers.get(id) }) },
      ...{ style: 'told', hop: '', channel: 'g' },
      ...(more.note && { note: more.note }),
    });
  };
  for (const line of lines) {
    const [who = '', what = '', id = '', more = '', name = ''] = line.trim().split(/\s+/);
    const view = (members: string, joined: string[] = []) => ({
      note: JSON.stringify({ id: Number(id), members: members.split(','), joined }),
    });
    if (who === 'settled') record('harness', 'settled', 'quiescent');
    else if (who === 'members')
      for (const one of id.split(','))
        record(one, 'view', `view/${what}`, { note: JSON.stringify({ id: Number(what), members: id.split(',') }) });
    else if (what === 'sends') {
      const count = (numbers.get(`of ${who}`) ?? 0) + 1;
      senders.set(id, who);
      numbers.set(id, count).set(`of ${who}`, count);
      record(who, 'submitted', id);
    } else if (what === 'receives') record(who, 'received', id);
    else if (what === 'delivers') record(who, 'delivered', id, more === 'from' ? { sender: name } : {});
    else if (what === 'views') record(who, 'view', `view/${id}`, view(more));
    else if (what === 'rejoins') record(who, 'view', `view/${id}`, view(more, [who]));
    else if (what === 'crashes') record(who, 'crash', 'crash');
    else if (what === 'restarts') incs.set(who, (incs.get(who) ?? 1) + 1);
    else throw new Error(`not understood: ${line}`);
  }
  return history;
};

/** What each of these processes delivers, in this order: `{ p1: 'm1 m2' }`. */
export const deliveries = (by: Record<string, string>): string[] =>
  Object.entries(by).flatMap(([process, ids]) =>
    ids
      .split(' ')
      .filter(Boolean)
      .map((id) => `${process} delivers ${id}`),
  );
