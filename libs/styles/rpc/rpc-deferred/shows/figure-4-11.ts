import { callsFigure, clockOf } from '@parley/diagrams';
import type { Show } from '@parley/roles';
import { draw, openCast } from '@parley/staging';

/** So long that a receipt comes before its end on a busy machine, too. */
const workMs = 1000;

export const show: Show = {
  title: 'Two asynchronous calls: the request and its receipt, later the result in a call back',
  rows: ['S12'],
  run: async (stage) => {
    const cast = openCast(stage.out);
    try {
      const server = await cast.start('rpc-deferred', 'server', 'server', { bind: 'tcp://127.0.0.1:0' });
      const client = await cast.start('rpc-deferred', 'client', 'client', { connect: server.addresses });
      await client.send({ op: 'reserve', count: 1 });
      await server.tell({ do: 'behave', how: { is: 'slow', ms: workMs } });
      await client.send({ op: 'reserve', count: 1 });
      const history = cast.history().filter(({ msg }) => /^client-2(\.reply)?$/.test(msg.id));
      const submit = cast.history().filter(({ channel }) => channel.endsWith('/Submit'));
      const at = clockOf(history);
      const record = (event: string, id: string) => history.find((one) => one.event === event && one.msg.id === id);
      const receipt = submit.filter(({ event, process }) => event === 'returned' && process === 'client').at(-1);
      // The server's gRPC notes when it has the answer to the submission and gives it to be sent.
      const receiptSent = submit.find(
        ({ event, process, msg }) => event === 'processed' && process === 'server' && msg.id === receipt?.msg.id,
      );
      const called = record('submitted', 'client-2');
      const received = record('received', 'client-2');
      const [sent, back] = [record('sent', 'client-2.reply'), record('received', 'client-2.reply')];
      const runs = callsFigure(history, {
        title: '',
        text: '',
        lifelines: ['client', 'server'].map((id) => ({ id, label: id })),
      }).bars.find(({ kind }) => kind === 'runs');
      if (!receipt || !receiptSent || !called || !received || !sent || !back || !runs)
        throw new Error('the call left no whole history');
      draw(stage, 'figure-4-11', {
        title: 'Deferred synchronous RPC: two asynchronous calls (from a real run)',
        text: 'The client is blocked until the receipt, then free; the server calls it back with the result.',
        lifelines: ['client', 'server'].map((id) => ({ id, label: id })),
        bars: [
          { on: 'client', from: at(called), to: at(receipt), kind: 'blocked' },
          { on: 'client', from: at(receipt), to: at(back), kind: 'waits' },
          runs,
        ],
        arrows: [
          {
            from: 'client',
            to: 'server',
            sent: at(called),
            received: at(received),
            label: 'call: reserve',
            kind: 'call',
          },
          {
            from: 'server',
            to: 'client',
            sent: at(receiptSent),
            received: at(receipt),
            label: 'receipt',
            kind: 'acknowledgement',
          },
          {
            from: 'server',
            to: 'client',
            sent: at(sent),
            received: at(back),
            label: 'call back: result',
            kind: 'call',
          },
        ],
        marks: [],
      });
      return [
        {
          says: 'the client is blocked only until the receipt; the result comes by a call of the server',
          measured: `receipt sent after ${(at(receiptSent) - at(called)).toFixed(2)} ms, blocked ${(at(receipt) - at(called)).toFixed(2)} ms, called back ${(at(back) - at(receipt)).toFixed(2)} ms later`,
          holds: at(receiptSent) < at(receipt) && at(receipt) < runs.to && at(back) >= runs.to,
        },
      ];
    } finally {
      await cast.close();
    }
  },
};
