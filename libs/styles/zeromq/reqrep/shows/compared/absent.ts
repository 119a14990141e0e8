import { openCast } from '@parley/staging';
import { answeredAt, costOf, endOf, kill, seenOf, startDeck, toldOf, type Compared } from './compared';

/** UDP's server is not there when the client asks, and comes afterwards. */
export async function serverAbsent(out: string): Promise<Compared> {
  const bind = 'udp://127.0.0.1:0';
  const cast = openCast(out);
  try {
    const first = await startDeck('udp', 'server', { bind });
    await kill(first);
    const client = await startDeck('udp', 'client', { connect: first.address });
    const before = await endOf(client);
    const late = await startDeck('udp', 'server', { bind: first.address });
    const end = before === 'waits' ? await endOf(client) : before;
    const answers = client.printed();
    await kill(client, late);

    const gone = await cast.start('udp', 'server', 'gone', { bind });
    await gone.kill();
    const ours = await cast.start('udp', 'client', 'client', { connect: gone.address, deadlineMs: 1000 });
    const [struck] = await ours.send({ op: 'reserve', count: 1 });
    await cast.start('udp', 'server', 'server', { bind: gone.address });
    const next = await answeredAt(ours);
    return {
      program: 'UDP echo',
      fault: 'no server yet when the client sends',
      deck: seenOf(answers, end),
      loses: answers.length === 0,
      ours: `${toldOf(struck!)}; then attempt ${next ?? 'none'} answered`,
      bears: !struck!.ok && next !== undefined,
      saves: costOf(end),
    };
  } finally {
    await cast.close();
  }
}
