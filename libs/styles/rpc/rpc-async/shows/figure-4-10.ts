import { callsFigure, clockOf, type Figure } from '@parley/diagrams';
import type { EvidenceRecord } from '@parley/evidence';
import type { Show } from '@parley/roles';
import { draw, openCast, until } from '@parley/staging';

/** So long that a receipt comes before its end on a busy machine, too. */
const workMs = 1000;

const blockedIn = ({ bars }: Figure) =>
  bars.filter(({ kind }) => kind === 'blocked').reduce((sum, { from, to }) => sum + to - from, 0);

/** A receipt goes out when the server has the answer to the submission, as its gRPC noted it. */
const fromItsReceipt = (history: EvidenceRecord[], mine: EvidenceRecord[]) => {
  const answered = history.findLast(({ event, channel }) => event === 'processed' && channel.endsWith('/Submit'));
  return (arrow: Figure['arrows'][number]) => {
    if (arrow.kind !== 'acknowledgement') return arrow;
    if (!answered) throw new Error('the server noted no receipt');
    return { ...arrow, sent: clockOf(mine)(answered) };
  };
};

export const show: Show = {
  title: '(a) a traditional call beside (b) an asynchronous one',
  rows: ['S11'],
  run: async (stage) => {
    const one = async (style: string, letter: string, title: string): Promise<Figure> => {
      const cast = openCast(stage.out);
      try {
        const server = await cast.start(style, 'server', 'server', { bind: 'tcp://127.0.0.1:0' });
        const client = await cast.start(style, 'client', 'client', { connect: server.addresses });
        await client.send({ op: 'notify', count: 1 });
        await server.tell({ do: 'behave', how: { is: 'slow', ms: workMs } });
        await client.send({ op: 'notify', count: 1 });
        const mine = () => cast.history().filter(({ msg }) => msg.id === 'client-2');
        await until(() => mine().some(({ event }) => event === 'processed'), 20 * workMs);
        const drawn = callsFigure(mine(), {
          title: `(${letter}) ${title} (from a real call)`,
          text: `${title}: the client is blocked for ${workMs} ms of the procedure only in (a).`,
          lifelines: ['client', 'server'].map((id) => ({ id, label: id })),
          label: () => 'call: notify',
        });
        const figure = { ...drawn, arrows: drawn.arrows.map(fromItsReceipt(cast.history(), mine())) };
        draw(stage, `figure-4-10-${letter}`, figure);
        return figure;
      } finally {
        await cast.close();
      }
    };
    const a = await one('rpc', 'a', 'Traditional RPC: blocked until the result');
    const b = await one('rpc-async', 'b', 'Asynchronous RPC: blocked until the call was received');
    const runs = b.bars.find(({ kind }) => kind === 'runs');
    const blocked = b.bars.find(({ kind }) => kind === 'blocked');
    const receipt = b.arrows.find(({ kind }) => kind === 'acknowledgement');
    return [
      {
        says: '(a) the client is blocked at least as long as the procedure runs',
        measured: `blocked ${blockedIn(a).toFixed(2)} ms for a procedure of ${workMs} ms`,
        holds: blockedIn(a) >= workMs * 0.9,
      },
      {
        says: '(b) the acknowledgement lets it go before the procedure has ended',
        measured: `receipt sent after ${receipt?.sent.toFixed(2)} ms, blocked ${blockedIn(b).toFixed(2)} ms; the procedure ended ${((runs?.to ?? 0) - (blocked?.to ?? 0)).toFixed(2)} ms later`,
        holds:
          runs !== undefined &&
          blocked !== undefined &&
          receipt !== undefined &&
          receipt.sent < blocked.to &&
          blocked.to < runs.to,
      },
    ];
  },
};
