import { openProxy } from '@parley/faults';
import { openCast, until } from '@parley/staging';
import { endOf, kill, longMs, startDeck, targetOf, type Compared } from './compared';

const bind = 'tcp://127.0.0.1:0';

/** So many are published before the subscriber comes, and so many while it is cut off. */
const each = 5;

async function ofTheDeck() {
  const publisher = await startDeck('pubsub', 'publisher', { bind, args: [0.1] });
  const published = () => publisher.printed().length;
  await until(() => published() >= each, longMs);
  const proxy = await openProxy({ carrier: 'tcp', target: targetOf(publisher.address) });
  const subscriber = await startDeck('pubsub', 'subscriber', { connect: `tcp://127.0.0.1:${proxy.port}` });
  await until(() => subscriber.printed().length >= 1, longMs);
  const early = published() - subscriber.printed().length;
  await proxy.setEnabled(false);
  const cutAt = published();
  // What the kernel has already may count as one more.
  await until(() => published() >= cutAt + each + 1, longMs);
  await proxy.setEnabled(true);
  const code = await endOf(subscriber, longMs);
  const lost = published() - early - subscriber.printed().length;
  const got = subscriber.printed().length;
  await kill(publisher, subscriber);
  await proxy.close();
  return { early, lost, got, code };
}

async function ofOurs(out: string) {
  const cast = openCast(out);
  try {
    const publisher = await cast.start('pubsub', 'publisher', 'publisher', { bind });
    const before = await publisher.send({ count: each });
    const proxy = await openProxy({ carrier: 'tcp', target: targetOf(publisher.address) });
    const connect = `tcp://127.0.0.1:${proxy.port}`;
    const subscriber = await cast.start('pubsub', 'subscriber', 'subscriber', { connect });
    const sent = await publisher.send({ count: each });
    await cast.until(() => cast.got(subscriber, sent).length === each, longMs);
    const fromReady = cast.got(subscriber, sent).length;
    await proxy.setEnabled(false);
    sent.push(...(await publisher.send({ count: each })));
    await proxy.setEnabled(true);
    // It is heard again in its own time.
    for (let tries = 0, back = false; tries < 50 && !back; tries++) {
      const one = await publisher.send({ count: 1 });
      sent.push(...one);
      back = await cast.until(() => cast.got(subscriber, one).length === 1, 200);
    }
    const lost = sent.length - cast.got(subscriber, sent).length;
    const known = cast
      .history()
      .filter(({ event, process }) => event === 'dropped' && process === 'subscriber')
      .reduce((sum, { note = '' }) => sum + Number(/^(\d+) from number/.exec(note)?.[1] ?? 0), 0);
    const early = cast.got(subscriber, before).length;
    await proxy.close();
    return { early: each - early, fromReady, lost, known };
  } finally {
    await cast.close();
  }
}

/** A subscriber comes late, and is cut off for a while. */
export async function lateAndCutOff(out: string): Promise<Compared> {
  const [deck, ours] = await Promise.all([ofTheDeck(), ofOurs(out)]);
  return {
    program: 'ZeroMQ publish/subscribe',
    fault: 'subscriber late, then cut off for a while',
    deck: `${deck.early} missed before, ${deck.lost} while it was cut off; ${deck.got} printed, code ${deck.code}, no word`,
    loses: deck.early > 0 && deck.lost > 0 && deck.got === 5 && deck.code === 0,
    ours: `${ours.early} missed before; all ${ours.fromReady} from “ready” on; then ${ours.lost} lost, ${ours.known} counted as missing`,
    bears: ours.fromReady === each && ours.lost > 0 && ours.known === ours.lost,
    saves: `${ours.known} losses that the subscriber knows of, instead of 0`,
  };
}
