import { kindOf } from '@parley/faults';
import { bounceOf } from './bounce';
import { bareId, record } from './evidence';
import { openMailer, type PostedMail } from './mailer';
import { openOutQueue, type QueuedMail } from './out-queue';

export interface RelayPlan {
  /** The folder of the out queue. */
  folder: string;
  /** The next server, smtp://host:port. */
  url: string;
  /** This server's name in what it gives back. */
  name: string;
  /** Stores what is given back, for the user who sent; resolves when it is on disk. */
  giveBack(bounce: PostedMail): Promise<void>;
  /** How many mails are passed on at a time; 4. */
  connections?: number;
  /** The pause after the first failure, in ms, doubled with each further one up to `mostDelayMs`; 100 and 5000. */
  firstDelayMs?: number;
  mostDelayMs?: number;
  /** How long a mail is tried for before it is given back, in ms; five days (RFC 5321, 4.5.4.1). */
  giveUpAfterMs?: number;
}

export interface Relay {
  /** Resolves when the mail is on disk: from then on it is passed on or given back, whatever dies when. */
  accept(mail: PostedMail): Promise<void>;
  /** Begins nothing more, waits for what is being passed on. What waits stays on disk. */
  close(): Promise<void>;
}

const fiveDaysMs = 5 * 24 * 3600 * 1000;

/**
 * The out queue of a mail server: what is accepted lies on disk until the next server has answered 250. A 4xx puts that
 * one mail off; a 5xx gives it back to its sender as a mail; a server that is away, or a connection that is cut, puts
 * all of them off, and a mail that was cut before its 250 goes again, with the same Message-ID.
 */
export const openRelay = async (plan: RelayPlan): Promise<Relay> => {
  const { connections = 4, firstDelayMs = 100, mostDelayMs = 5000, giveUpAfterMs = fiveDaysMs } = plan;
  const queue = await openOutQueue(plan.folder);
  const mailer = openMailer({ url: plan.url, connections });
  await mailer.ready();
  const ready = await queue.names();
  const attempts = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();
  const passing = new Set<Promise<void>>();
  // How often the server was not to be reached since the last answer, and whether that is being slept over.
  const server = { failures: 0, pausing: false };
  let closing: Promise<void> | undefined;

  const delayOf = (failures: number) => Math.min(mostDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, 30));
  const after = (ms: number, run: () => void): void => {
    if (closing) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
      pump();
    }, ms);
    timers.add(timer);
  };

  const giveBack = async (name: string, mail: QueuedMail, why: string): Promise<void> => {
    if (mail.from) await plan.giveBack(bounceOf(mail, { by: plan.name, why }));
    record('dropped', bareId(mail.messageId));
    await queue.remove(name);
    attempts.delete(name);
  };

  const later = (name: string): void => {
    const count = (attempts.get(name) ?? 0) + 1;
    attempts.set(name, count);
    after(delayOf(count), () => ready.push(name));
  };

  const whenAway = (name: string): void => {
    ready.unshift(name);
    if (server.pausing) return;
    server.failures += 1;
    server.pausing = true;
    after(delayOf(server.failures), () => (server.pausing = false));
  };

  const failed = async (name: string, mail: QueuedMail, error: Error): Promise<void> => {
    const cause = error.cause as { response?: string; message?: string } | undefined;
    const why = cause?.response ?? cause?.message ?? error.message;
    const response = 'detail' in error ? (error.detail as { response?: string }).response : '';
    // No fault of the mail's: its server is as good as away, until somebody has put its certificate right.
    const isUntrusted = 'reason' in error && error.reason === 'untrusted';
    if (kindOf(error) === 'fatal' && !isUntrusted) return giveBack(name, mail, why);
    if (Date.now() - mail.since > giveUpAfterMs) return giveBack(name, mail, `tried for too long; last: ${why}`);
    return response ? later(name) : whenAway(name);
  };

  const pass = async (name: string): Promise<void> => {
    const mail = await queue.read(name);
    try {
      await mailer.post(mail);
    } catch (error) {
      return failed(name, mail, error as Error);
    }
    server.failures = 0;
    attempts.delete(name);
    await queue.remove(name);
  };

  // A file that is none of ours is moved out of the way; a disk that fails is asked again.
  const trouble = (name: string, error: unknown): unknown =>
    kindOf(error) === 'fatal' ? queue.setAside(name).catch(() => later(name)) : later(name);

  const pump = (): void => {
    while (!closing && !server.pausing && passing.size < connections) {
      const name = ready.shift();
      if (name === undefined) return;
      const one: Promise<void> = pass(name)
        .catch((error) => void trouble(name, error))
        .finally(() => {
          passing.delete(one);
          pump();
        });
      passing.add(one);
    }
  };

  const close = async () => {
    for (const timer of timers) clearTimeout(timer);
    await Promise.all(passing);
    await mailer.close();
  };

  pump();
  return {
    accept: async (mail) => {
      ready.push(await queue.put(mail));
      pump();
    },
    close: () => (closing ??= close()),
  };
};
