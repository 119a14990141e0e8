import { callsFigure } from '@parley/diagrams';
import type { Show } from '@parley/roles';
import { draw, openCast } from '@parley/staging';

const workMs = 40;

export const show: Show = {
  title: 'The principle of a remote procedure call: the client is blocked from call to return',
  rows: ['S10'],
  run: async (stage) => {
    const cast = openCast(stage.out);
    try {
      const server = await cast.start('rpc', 'server', 'server', { bind: 'tcp://127.0.0.1:0' });
      const client = await cast.start('rpc', 'client', 'client', { connect: server.addresses });
      // The first call opens the connection: not what is to be seen.
      await client.send({ op: 'reserve', count: 1 });
      await server.tell({ do: 'behave', how: { is: 'slow', ms: workMs } });
      await client.send({ op: 'reserve', count: 1 });
      const history = cast.history().filter(({ msg }) => msg.id === 'client-2');
      const figure = callsFigure(history, {
        title: 'Synchronous RPC between a client and a server (from a real call)',
        text: 'The client calls and is blocked; the server runs the procedure; its result lets the client go on.',
        lifelines: ['client', 'server'].map((id) => ({ id, label: id })),
        label: () => 'call: reserve',
      });
      draw(stage, 'figure-4-6', figure);
      const blocked = figure.bars.find(({ kind }) => kind === 'blocked');
      const runs = figure.bars.find(({ kind }) => kind === 'runs');
      if (!blocked || !runs) throw new Error('the call left no whole history');
      return [
        {
          says: 'the client is blocked as long as the procedure runs, and on the way there and back',
          measured: `blocked ${(blocked.to - blocked.from).toFixed(2)} ms, of which the procedure ran ${(runs.to - runs.from).toFixed(2)} ms`,
          holds: blocked.from <= runs.from && blocked.to >= runs.to && runs.to - runs.from >= workMs * 0.9,
        },
      ];
    } finally {
      await cast.close();
    }
  },
};
