import type { Bar, Figure } from '@parley/diagrams';
import { messagesOf, type Message, type Show } from '@parley/roles';
import { draw, ms, openCast, table } from '@parley/staging';
import { openSender as openCaller } from '../../rpc/sender';
import { collect, openClient, type Deferred } from '../client';

const workMs = [600, 520, 440, 360];
const deadlineMs = 10_000;
const now = () => Number(process.hrtime.bigint()) / 1e6;
const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);

/** A piece of the client's own work. */
const piece = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

export const show: Show = {
  title: 'One client asks four servers, goes on working, and collects the results later',
  rows: ['S12'],
  run: async (stage) => {
    const cast = openCast(stage.out);
    const stocked = async (style: string) => {
      const servers = [];
      for (const [nth, millis] of workMs.entries()) {
        const server = await cast.start(style, 'server', `${style}-${nth + 1}`, { bind: 'tcp://127.0.0.1:0' });
        await server.tell({ do: 'behave', how: { is: 'slow', ms: millis } });
        servers.push(server);
      }
      return servers;
    };
    const place = { name: 'client', bind: [], connect: [], deadlineMs, credentials: 'right' } as const;
    const servers = await stocked('rpc-deferred');
    const plain = await stocked('rpc');
    const callers = await Promise.all(
      plain.map(({ address }) => openCaller({ ...place, bind: [], connect: [address] })),
    );
    const client = await openClient({
      bind: ['tcp://127.0.0.1:0'],
      connect: servers.map(({ address }) => address),
      deadlineMs,
    });
    try {
      // The first call opens a connection: not what is to be seen.
      const warm = messagesOf('warm', { count: 4 });
      await Promise.all(warm.map((request, nth) => callers[nth]!.reserve!(request)));
      await collect(await Promise.all(warm.map((request, server) => client.ask(request, { server }))));

      const oneByOne: number[] = [];
      for (const [nth, request] of messagesOf('waiting', { count: 4 }).entries()) {
        const from = now();
        await callers[nth]!.reserve!(request);
        oneByOne.push(now() - from);
      }

      const asked: Deferred[] = [];
      const blocked: [number, number][] = [];
      const came: number[] = [];
      for (const [server, request] of messagesOf('asking', { count: 4 }).entries()) {
        const from = now();
        const deferred = await client.ask(request, { server });
        blocked.push([from, now()]);
        void deferred.result.then(() => (came[server] = now()));
        asked.push(deferred);
      }
      const free = now();
      let pieces = 0;
      for (; Object.keys(came).length < 4 && now() - free < deadlineMs; pieces++) await piece();
      const from = now();
      const results = await collect(asked);
      blocked.push([from, now()]);

      const fulfilled = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const own = (result: Message, n: number) => result.headers['in-reply-to'] === asked[n]!.id;
      const total = sum(blocked.map(([begin, end]) => end - begin));
      const rows = [
        ['one call after the other', ms(sum(oneByOne)), '0'],
        ['ask all, collect later', ms(total), `${pieces}`],
      ];
      for (const line of table(['four servers', 'the client was blocked', 'pieces of its own work'], rows))
        stage.say(line);
      stage.say('');
      draw(stage, 'collect', figureOf(cast.history(), { blocked, came, asked: asked.map(({ id }) => id) }));
      return [
        {
          says: 'the client is blocked for four receipts, not for four procedures',
          measured: `${ms(total)}, against ${ms(sum(oneByOne))} one after the other`,
          holds: total < sum(oneByOne) && sum(oneByOne) >= sum(workMs) * 0.9,
        },
        {
          says: 'meanwhile it goes on with work of its own',
          measured: `${pieces} pieces between the last receipt and the last result`,
          holds: pieces > 0,
        },
        {
          says: 'it collects the four results, each that of its own request',
          measured: `${fulfilled.length} results for ${fulfilled.map(({ headers }) => headers['in-reply-to']).join(', ')}`,
          holds: fulfilled.length === 4 && fulfilled.every(own),
        },
      ];
    } finally {
      await client.close();
      for (const caller of callers) await caller.close();
      await cast.close();
    }
  },
};

/** Client and servers on one clock, from the first request on. */
function figureOf(
  history: ReturnType<ReturnType<typeof openCast>['history']>,
  { blocked, came, asked }: { blocked: [number, number][]; came: number[]; asked: string[] },
): Figure {
  const zero = blocked[0]![0];
  const at = (event: string, id: string) =>
    Number(history.find((one) => one.event === event && one.msg.id === id)?.mono ?? 0) / 1e6 - zero;
  const server = (nth: number) => `rpc-deferred-${nth + 1}`;
  const bars = blocked.map(([from, to]): Bar => ({ on: 'client', from: from - zero, to: to - zero, kind: 'blocked' }));
  return {
    title: 'Deferred synchronous RPC to four servers (from a real run)',
    text: 'The client is blocked for each receipt only; the four procedures overlap; each server calls back with its result.',
    lifelines: [
      { id: 'client', label: 'client' },
      ...asked.map((_, nth) => ({ id: server(nth), label: `server ${nth + 1}` })),
    ],
    bars: [
      ...bars,
      { on: 'client', from: bars[3]!.to, to: bars[4]!.from, kind: 'waits' },
      ...asked.map((id, nth): Bar => ({
        on: server(nth),
        from: at('delivered', id),
        to: at('processed', id),
        kind: 'runs',
      })),
    ],
    arrows: asked.flatMap((id, nth): Figure['arrows'] => [
      {
        from: 'client',
        to: server(nth),
        sent: bars[nth]!.from,
        received: at('received', id),
        label: 'call',
        kind: 'call',
      },
      {
        from: server(nth),
        to: 'client',
        sent: at('processed', id),
        received: came[nth]! - zero,
        label: 'result',
        kind: 'call',
      },
    ]),
    marks: [],
  };
}
