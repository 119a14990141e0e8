import type { Figure } from '@parley/diagrams';
import { openProxy, type Toxic } from '@parley/faults';
import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { Finding, Show, Stage } from '@parley/roles';
import { draw, pause, table } from '@parley/staging';
import { fateOf, quiet, some } from '../../shown/numbers';

const loss: Toxic = { type: 'loss', stream: 'upstream', attributes: { probability: 0.15 } };
const duplicate: Toxic = { type: 'duplicate', stream: 'upstream', attributes: { probability: 0.15 } };
const reorder: Toxic = { type: 'reorder', stream: 'upstream', attributes: { probability: 0.2, window: 4 } };

/** A number and when it was seen, in ms. */
interface Seen {
  number: number;
  at: number;
}

/**
 * The deck's exchange, so many times: the client sends a number, the server answers it with a `*`. Each is sent when the
 * kernel has the one before, `everyMs`; nobody waits for an answer.
 */
async function exchange(toxics: Toxic[], count: number, everyMs = 0) {
  const came: Seen[] = [];
  const sent: Seen[] = [];
  const answered: string[] = [];
  const server = await openDatagram({}, (bytes, from) => {
    came.push({ number: Number(bytes), at: performance.now() });
    void server.send(Buffer.from(`${bytes}*`), from);
  });
  const proxy = await openProxy({ carrier: 'udp', target: peerOf(server.address), seed: 4 });
  for (const toxic of toxics) proxy.addToxic(toxic);
  const client = await openDatagram({}, (bytes) => void answered.push(bytes.toString()));
  for (let number = 1; number <= count; number++) {
    const at = performance.now();
    await client.send(Buffer.from(`${number}`), { host: proxy.host, port: proxy.port });
    sent.push({ number, at });
    if (everyMs > 0) await pause(everyMs);
  }
  await quiet(() => came.length + answered.length);
  await Promise.all([client.close(), server.close(), proxy.close()]);
  return {
    sent,
    came,
    answered,
    fate: fateOf(
      count,
      came.map(({ number }) => number),
    ),
  };
}

const figureOf = ({ sent, came }: Awaited<ReturnType<typeof exchange>>): Figure => {
  const zero = sent[0]!.at;
  return {
    title: 'Datagrams that are lost, doubled, overtaken (from a real exchange)',
    text: 'A client sends numbered datagrams to a server; some do not arrive, some come twice, some come late.',
    lifelines: ['client', 'server'].map((id) => ({ id, label: id })),
    bars: [],
    arrows: sent.flatMap(({ number, at }) => {
      const arrow = { from: 'client', to: 'server', sent: at - zero, label: `${number}`, kind: 'call' as const };
      const arrivals = came.filter((one) => one.number === number);
      return arrivals.length === 0 ? [arrow] : arrivals.map((one) => ({ ...arrow, received: one.at - zero }));
    }),
    marks: [],
  };
};

const count = 200;

async function demonstrate(stage: Stage): Promise<Finding[]> {
  const clear = await exchange([], count);
  const lossy = await exchange([loss], count);
  const doubling = await exchange([duplicate], count);
  const mixing = await exchange([reorder], count);
  const all = await exchange([loss, duplicate, reorder], count);
  const rowOf = (way: string, { sent, came, answered, fate }: typeof clear) => {
    const fates = [some(fate.lost), some(fate.again), some(fate.overtaken)];
    return [way, sent.length, came.length, ...fates, answered.length];
  };
  const rows = [
    rowOf('nothing in the way', clear),
    rowOf('loss of 15 %', lossy),
    rowOf('15 % doubled', doubling),
    rowOf('20 % held back', mixing),
    rowOf('all three', all),
  ];
  const head = ['on the way', 'sent', 'came', 'lost', 'came twice', 'overtaken', 'answers'];
  for (const line of table(head, rows)) stage.say(line);
  stage.say('\nThe first dozen, with all three in the way:\n');
  draw(stage, 'loss-and-order', figureOf(await exchange([loss, duplicate, reorder], 12, 10)));

  const isClean = ({ lost, again, overtaken }: typeof clear.fate) =>
    lost.length + again.length + overtaken.length === 0;
  const only = (fate: typeof clear.fate, kind: keyof typeof fate) =>
    fate[kind].length > 0 && isClean({ ...fate, [kind]: [] });
  return [
    {
      says: 'with nothing in the way, each datagram comes once and in order',
      measured: `${clear.came.length} of ${count}, ${clear.answered.length} answers`,
      holds: isClean(clear.fate) && clear.answered.length === count,
    },
    {
      says: 'what is lost stays lost: nobody sends it again',
      measured: `${lossy.fate.lost.length} of ${count}: ${lossy.fate.lost.slice(0, 10).join(' ')} …`,
      holds: only(lossy.fate, 'lost'),
    },
    {
      says: 'what is doubled is delivered twice, and done twice',
      measured: `${doubling.came.length} came, ${doubling.answered.length} answers to ${count} questions`,
      holds: only(doubling.fate, 'again') && doubling.answered.length === doubling.came.length,
    },
    {
      says: 'a datagram may be overtaken by one sent later: nobody sorts them',
      measured: `${mixing.fate.overtaken.length}; the first came as ${mixing.came
        .slice(0, 14)
        .map(({ number }) => number)
        .join(' ')}`,
      holds: only(mixing.fate, 'overtaken'),
    },
    {
      says: 'the sender is told nothing of any of this: every sendto returns well',
      measured: `${all.sent.length} of ${count}, while ${all.fate.lost.length} were lost`,
      holds: all.sent.length === count && all.fate.lost.length > 0,
    },
    {
      says: 'each datagram is whole or not there at all',
      measured: `${all.answered.filter((text) => /^\d+\*$/.test(text)).length} of ${all.answered.length} answers are a whole number and a *`,
      holds: all.answered.every((text) => /^\d+\*$/.test(text)),
    },
  ];
}

export const show: Show = {
  title: 'Loss and order: what becomes of numbered datagrams',
  rows: ['S4', 'S1'],
  run: demonstrate,
};
