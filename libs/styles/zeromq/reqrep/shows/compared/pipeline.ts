import { openRaw } from '@parley/middleware/zeromq';
import { openCast, pause, until } from '@parley/staging';
import { deadlineMs, endOf, kill, longMs, noted, patienceMs, startDeck, type Compared } from './compared';

const bind = 'tcp://127.0.0.1:0';
const afterJobs = 5;

/** A worker is killed when it has done five; another comes. */
async function deckWorkerKilled(): Promise<{ pushed: number; done: number }> {
  const source = await startDeck('pipeline', 'source', { bind, args: ['1'] });
  const first = await startDeck('pipeline', 'worker', { connect: source.address, args: ['1', '1'] });
  await until(() => first.printed().length >= afterJobs && source.printed().length === 1, longMs);
  await kill(first);
  const second = await startDeck('pipeline', 'worker', { connect: source.address, args: ['1', '1'] });
  const done = () => first.printed().length + second.printed().length;
  for (let before = -1; before !== done(); await pause(patienceMs)) before = done();
  await kill(source, second);
  return { pushed: Number(/(\d+) workloads/.exec(source.printed()[0]!)![1]), done: done() };
}

async function ourWorkerKilled(out: string): Promise<{ given: number; done: number; ok: number }> {
  const cast = openCast(out);
  try {
    const source = await cast.start('pipeline', 'source', 'source', { bind: [bind, bind], deadlineMs: 20_000 });
    const connect = source.addresses;
    const first = await cast.start('pipeline', 'worker', 'first', { connect, deadlineMs });
    await first.tell({ do: 'behave', how: { is: 'slow', ms: 20 } });
    const given = 100;
    const ids = Array.from({ length: given }, (_, n) => `source-${n + 1}`);
    const giving = source.send({ count: given });
    const done = () => ids.filter((id) => noted(cast, 'processed', id)).length;
    await cast.until(() => done() >= afterJobs, longMs);
    await first.kill();
    await cast.start('pipeline', 'worker', 'second', { connect, deadlineMs });
    const outcomes = await giving;
    await cast.until(() => done() === given, longMs);
    return { given, done: done(), ok: outcomes.filter(({ ok }) => ok).length };
  } finally {
    await cast.close();
  }
}

export async function workerKilled(out: string): Promise<Compared> {
  const [deck, ours] = await Promise.all([deckWorkerKilled(), ourWorkerKilled(out)]);
  return {
    program: 'ZeroMQ pipeline',
    fault: 'worker killed in mid-run, another comes',
    deck: `${deck.done} of ${deck.pushed} done, ${deck.pushed - deck.done} lost with it; the source has ended, no word`,
    loses: deck.done < deck.pushed,
    ours: `${ours.done} of ${ours.given} done, ${ours.ok} told so`,
    bears: ours.done === ours.given && ours.ok === ours.given,
    saves: `${deck.pushed - deck.done} of ${deck.pushed} jobs`,
  };
}

/** Bytes that are no job. */
const garbage = Buffer.from('no job at all');

async function deckWorkerAddressed(): Promise<number | 'waits'> {
  const source = await openRaw('push', { bind: [bind], deadlineMs });
  const worker = await startDeck('pipeline', 'worker', { connect: source.addresses[0]!, args: ['1', '1'] });
  await source.say(garbage);
  const end = await endOf(worker, longMs / 4);
  await kill(worker);
  await source.close();
  return end;
}

/** Ours stands at a stranger's source and at one of ours. */
async function ourWorkerAddressed(out: string) {
  const cast = openCast(out);
  try {
    const stranger = await cast.start('pipeline', 'stranger', 'stranger', { bind });
    const source = await cast.start('pipeline', 'source', 'source', { bind: [bind, bind], deadlineMs: 10_000 });
    const connect = [stranger.address, stranger.address, ...source.addresses];
    const worker = await cast.start('pipeline', 'worker', 'worker', { connect, deadlineMs });
    await stranger.tell({ do: 'say', base64: garbage.toString('base64') });
    const refusals = () => cast.history().filter(({ event, process }) => event === 'dropped' && process === 'worker');
    await cast.until(() => refusals().length > 0, longMs);
    const [next] = await source.send({ count: 1 });
    return { refused: refusals().map(({ note }) => note), next: next!.ok, lives: worker.alive() };
  } finally {
    await cast.close();
  }
}

export async function undecodable(out: string): Promise<Compared> {
  const [end, ours] = await Promise.all([deckWorkerAddressed(), ourWorkerAddressed(out)]);
  return {
    program: 'ZeroMQ pipeline',
    fault: 'bytes that are no job',
    deck: end === 'waits' ? 'the worker goes on' : `the worker ends (code ${end})`,
    loses: end !== 'waits' && end !== 0,
    ours: `refused (${ours.refused[0] ?? 'nothing'}); the next job ${ours.next ? 'is done' : 'is not done'}`,
    bears: ours.refused.includes('undecodable') && ours.next && ours.lives,
    saves: ours.next ? 'the worker, and every job after that one' : 'nothing',
  };
}
