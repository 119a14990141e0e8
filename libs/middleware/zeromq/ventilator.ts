import { Pull, Router } from 'zeromq';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { currentTraceId, inject, span } from '@parley/tracing';
import { openBook } from './book';
import { record } from './evidence';
import { pack, unpack, type Bye, type Ready, type ResultHeader } from './frames';
import { errorOf } from './wire';
import type { Answer, Job, Ventilator, VentilatorOptions } from './types';
import { assertCurve, bound, codeOf, pullOptions, routerOptions, watch } from './sockets';

interface Open {
  frames: [string, Buffer];
  trace: string | undefined;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

const sweepMs = 25;

/**
 * Opens the head and the tail of a pipeline: jobs go out over a ROUTER to workers that have asked for them, results come
 * back over a PULL. ZeroMQ keeps nothing, so each job is kept here until its result is in. Workers may come and go.
 */
export const openVentilator = async (options: VentilatorOptions): Promise<Ventilator> => {
  const { bind, sinkBind, channel, resultChannel, resendAfterMs, maxQueued, goneAfterMs = 2000, onDealt } = options;
  assertCurve();
  const router = new Router(routerOptions);
  const pull = new Pull(pullOptions);
  const jobs = await bound(router, bind);
  const results = await bound(pull, sinkBind).catch((error: unknown) => {
    router.close();
    throw error;
  });
  const book = openBook<Open>({ resendAfterMs, goneAfterMs });
  const counts = { answered: 0, duplicates: 0, dropped: 0, refused: 0 };
  let state: 'open' | 'draining' | 'closed' = 'open';
  let dealing = false;
  const whenEmpty: (() => void)[] = [];

  const settled = () => {
    if (book.size() > 0) return;
    for (const resolve of whenEmpty.splice(0)) resolve();
  };

  // One send at a time on a socket: libzmq's order is kept, and a second pending send would be refused with EBUSY.
  const deal = async () => {
    if (dealing) return;
    dealing = true;
    for (let next = book.deal(Date.now()); next && state !== 'closed'; next = book.deal(Date.now())) {
      const { held, peer } = next;
      try {
        await router.send([peer.identity, ...held.job.frames]);
        record('sent', channel, held.id, { remark: peer.name, trace: held.job.trace });
        onDealt?.(held.id);
      } catch (error) {
        book.undeal(next);
        if (codeOf(error) === 'EHOSTUNREACH') book.remove(peer);
      }
    }
    dealing = false;
  };

  const dropped = (where: string, from: string) => {
    counts.dropped += 1;
    record('dropped', where, from, { remark: 'undecodable frames' });
  };

  const hearWorkers = async () => {
    for await (const [identity, frame] of router) {
      const message = unpack<Ready | Bye>(frame, ['ready', 'bye']);
      if (!identity || !message) dropped(channel, identity?.toString('hex') ?? 'stranger');
      else if (message.kind === 'bye') book.bye(identity, message.received);
      else book.seen({ ...message, identity }, Date.now());
      void deal();
    }
  };

  const takeResults = async () => {
    for await (const [frame, body] of pull) {
      const result = unpack<ResultHeader>(frame, ['result']);
      if (!result || !body) {
        dropped(resultChannel, 'stranger');
        continue;
      }
      const held = book.settle(result.id);
      if (!held) {
        counts.duplicates += 1;
        record('dropped', resultChannel, result.id, { remark: 'duplicate' });
        continue;
      }
      counts.answered += 1;
      const { id, headers, worker, error } = result;
      if (error) held.job.reject(errorOf(error.kind ?? 'fatal', error.message, error.reason, { job: id, worker }));
      else held.job.resolve({ body, headers, worker });
      settled();
      void deal();
    }
  };

  const sweep = () => {
    for (const { id, job, dealtAt } of book.sweep(Date.now())) {
      const detail = { job: id, channel };
      if (dealtAt > 0) job.reject(new OutcomeUnknown(`no result of job ${id} by its deadline`, { detail }));
      else job.reject(new Retryable(`no worker took job ${id} by its deadline`, { detail }));
    }
    settled();
    void probe().then(deal);
  };

  // A connection was lost, and the event does not say whose: a mandatory send tells which peer is unreachable. Several
  // times, as the socket may still take a message for a peer whose connection is just being taken down.
  let probesDue = 0;
  const probe = async () => {
    if (probesDue === 0 || dealing) return;
    probesDue -= 1;
    dealing = true;
    for (const peer of book.peers()) {
      await router.send([peer.identity, pack({ kind: 'ping' })]).catch((error: unknown) => {
        if (codeOf(error) === 'EHOSTUNREACH') book.remove(peer);
      });
    }
    dealing = false;
  };

  const accept = ({ id, body, headers }: Job, deadlineMs: number): Promise<Answer> => {
    if (state !== 'open') throw new Retryable('the ventilator is stopping', { detail: { reason: 'stopping' } });
    if (book.has(id)) throw new Fatal(`job ${id} is being worked on already`, { reason: 'duplicate-id' });
    if (book.size() >= maxQueued) {
      counts.refused += 1;
      throw new Retryable(`full: ${maxQueued} jobs are held`, { detail: { reason: 'full' } });
    }
    return new Promise<Answer>((resolve, reject) => {
      const header = pack({ kind: 'job', id, channel, resultChannel, headers: { ...headers, ...inject() } });
      record('submitted', channel, id);
      book.add(id, { frames: [header, body], trace: currentTraceId(), resolve, reject }, Date.now() + deadlineMs);
      void deal();
    });
  };

  const attributes = (operation: string, id: string) => ({
    'messaging.system': 'zeromq',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.message.id': id,
  });

  const run = async (job: Job, { deadlineMs }: { deadlineMs: number }): Promise<Answer> => {
    const { answer } = await span(
      { name: `send ${channel}`, kind: 'producer', style: 'zeromq', channel, attributes: attributes('send', job.id) },
      () => ({ answer: accept(job, deadlineMs) }),
    );
    const result = await answer;
    // Results fan in to the caller's work: they are linked to it, not its children.
    return span(
      {
        name: `process ${resultChannel}`,
        kind: 'consumer',
        style: 'zeromq',
        channel: resultChannel,
        links: [result.headers],
        attributes: attributes('process', job.id),
      },
      () => {
        record('delivered', resultChannel, job.id);
        record('returned', channel, job.id);
        return result;
      },
    );
  };

  const timer = setInterval(sweep, sweepMs);
  void watch(router, (event) => {
    if (event === 'disconnect') probesDue = 4;
  });
  void hearWorkers();
  void takeResults();

  const close = () => {
    if (state === 'closed') return;
    state = 'closed';
    clearInterval(timer);
    for (const { id, job, dealtAt } of book.held()) {
      book.settle(id);
      job.reject(new (dealtAt > 0 ? OutcomeUnknown : Retryable)(`the ventilator closed before job ${id} was answered`));
    }
    settled();
    router.close();
    pull.close();
  };

  return {
    addresses: { jobs, results },
    run,
    stats: () => ({
      ...counts,
      held: book.size(),
      resent: book.resent(),
      workers: book.peers().map(({ name, outstanding, dealt }) => ({ name, outstanding: outstanding.size, dealt })),
    }),
    drain: () => {
      if (state === 'open') state = 'draining';
      return new Promise((resolve) => {
        whenEmpty.push(resolve);
        settled();
      });
    },
    close,
  };
};
