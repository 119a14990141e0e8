import { Dealer, Push } from 'zeromq';
import { v7 as uuid } from 'uuid';
import { Fatal, kindOf } from '@parley/faults';
import { inject, span } from '@parley/tracing';
import { record } from './evidence';
import { pack, unpack, type Failure, type JobHeader, type Ping } from './frames';
import { addressOf, assertCurve, codeOf, dealerOptions, pushOptions, watch } from './sockets';
import type { Worker, WorkerOptions } from './types';

interface Session {
  dealer: Dealer;
  received: number;
  sending: boolean;
  dirty: boolean;
}

type Received = JobHeader & { body: Buffer };

const failure = (error: unknown): Failure => ({
  // What does not say its kind is a fault of the handler: it fails again, so it is fatal.
  kind: typeof error === 'object' && error !== null && 'kind' in error ? kindOf(error) : 'fatal',
  message: error instanceof Error ? error.message : String(error),
  reason: error instanceof Error && 'reason' in error && typeof error.reason === 'string' ? error.reason : 'job-failed',
});

/**
 * Joins a pipeline: asks the ventilator for up to `credit` jobs, handles them one at a time, pushes each result to the
 * sink. Resolves at once: the ventilator may come later, go and come back. A job that `handle` fails is answered with
 * the error.
 */
export const openWorker = async ({
  connect,
  sink,
  name,
  credit,
  handle,
  refused,
  heartbeatMs = 500,
}: WorkerOptions): Promise<Worker> => {
  assertCurve();
  const instance = uuid();
  const push = new Push(pushOptions);
  push.connect(addressOf(sink));
  const inbox: Received[] = [];
  const backlog = new Set<string>();
  const counts = { handled: 0, failed: 0, repeated: 0, dropped: 0, lost: 0 };
  let state: 'open' | 'draining' | 'closed' = 'open';
  let working = false;
  let unreported = 0;
  const whenIdle: (() => void)[] = [];

  // What is told is always the whole account, so one flag is queue enough, and one send is pending at most.
  const announce = async (current: Session) => {
    current.dirty = true;
    if (current.sending) return;
    current.sending = true;
    while (current.dirty && !current.dealer.closed) {
      current.dirty = false;
      unreported = 0;
      const free = state === 'open' ? credit - backlog.size : 0;
      const ready = pack({ kind: 'ready', name, instance, free, received: current.received });
      // No ventilator now: the next heartbeat tells it.
      await current.dealer.send(ready).catch(() => undefined);
    }
    current.sending = false;
  };

  const handleJob = async ({ id, channel, resultChannel, headers, body }: Received) => {
    const attributes = {
      'messaging.system': 'zeromq',
      'messaging.operation.name': 'process',
      'messaging.message.id': id,
    };
    await span(
      { name: `process ${channel}`, kind: 'consumer', style: 'zeromq', channel, parent: headers, attributes },
      async () => {
        record('delivered', channel, id, { remark: name });
        const outcome = await Promise.resolve()
          .then(() => handle({ id, body, headers }))
          .catch((error: unknown) => ({ body: Buffer.alloc(0), headers: {}, error: failure(error) }));
        if ('error' in outcome) counts.failed += 1;
        else counts.handled += 1;
        record('processed', channel, id, { remark: name });
        await span({ name: `send ${resultChannel}`, kind: 'producer', style: 'zeromq', channel: resultChannel }, () =>
          send(id, resultChannel, outcome),
        );
      },
    );
  };

  const send = async (
    id: string,
    channel: string,
    { body, headers, error }: { body: Buffer; headers: Record<string, string>; error?: Failure },
  ) => {
    record('submitted', channel, id, { remark: name });
    const header = pack({
      kind: 'result',
      id,
      channel,
      worker: name,
      instance,
      headers: { ...headers, ...inject() },
      error,
    });
    try {
      await push.send([header, body]);
      record('sent', channel, id, { remark: name });
    } catch (cause) {
      // The sink is away, and with it the ventilator, which hands the job out again if it still wants it.
      counts.lost += 1;
      record('dropped', channel, id, { remark: `no sink: ${codeOf(cause)}` });
    }
  };

  const work = async () => {
    if (working) return;
    working = true;
    for (let job = inbox.shift(); job && state !== 'closed'; job = inbox.shift()) {
      await handleJob(job);
      backlog.delete(job.id);
      unreported += 1;
      if (inbox.length === 0 || unreported * 2 >= credit) void announce(session);
    }
    working = false;
    for (const resolve of whenIdle.splice(0)) resolve();
  };

  const receive = async (current: Session) => {
    for await (const [frame, body] of current.dealer) {
      const message = unpack<JobHeader | Ping>(frame, ['job', 'ping']);
      if (message?.kind === 'ping') {
        void announce(current);
      } else if (!message || !body) {
        counts.dropped += 1;
        if (!refused) record('dropped', 'jobs', name, { remark: 'undecodable frames' });
        refused?.(new Fatal('no source of ours sent these frames', { reason: 'undecodable' }));
      } else {
        current.received += 1;
        if (backlog.has(message.id)) {
          counts.repeated += 1;
          continue;
        }
        backlog.add(message.id);
        inbox.push({ ...message, body });
        void work();
      }
    }
  };

  // A lost connection may have lost jobs on the way: a new socket is a new account, and the ventilator deals them again.
  const open = (): Session => {
    const current: Session = { dealer: new Dealer(dealerOptions), received: 0, sending: false, dirty: false };
    void watch(current.dealer, (event) => {
      if (event === 'handshake') void announce(current);
      if (event !== 'disconnect' || state === 'closed' || session !== current) return;
      session = open();
      current.dealer.close();
    });
    current.dealer.connect(addressOf(connect));
    void receive(current);
    return current;
  };

  let session: Session = open();
  const beat = setInterval(() => void announce(session), heartbeatMs);

  const close = () => {
    if (state === 'closed') return;
    state = 'closed';
    clearInterval(beat);
    session.dealer.close();
    push.close();
  };

  const idle = () => new Promise<void>((resolve) => (working ? whenIdle.push(resolve) : resolve()));

  return {
    drain: async () => {
      if (state !== 'open') return;
      state = 'draining';
      await announce(session);
      await idle();
      const { dealer, received } = session;
      await dealer.send(pack({ kind: 'bye', received })).catch(() => undefined);
    },
    close,
    stats: () => ({ ...counts }),
  };
};
