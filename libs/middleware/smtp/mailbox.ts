import { watch } from 'node:fs';
import { readdir, readFile, rename } from 'node:fs/promises';
import { kindOf } from '@parley/faults';
import { tryLock } from './lock';
import { makeMaildir, syncFolder } from './maildir';
import { loadParser, messageIdOf, parseMail, type ReadMail } from './parse';

export interface MailboxPlan {
  /** The maildir; made. */
  folder: string;
  /** Resolves when the mail is done with. Rejected: set aside if Fatal, else taken again, `attempts` times in all. */
  take(mail: ReadMail): Promise<void>;
  /** Is told of each mail that is a second copy of one that is done with, by its Message-ID. */
  second?(messageId: string): void;
  /** How many are in hand at a time; 32. */
  room?: number;
  attempts?: number;
}

export interface Mailbox {
  /** Looks no more; waits for what is in hand, at most so long; others may read the mailbox then. Twice is once. */
  close(withinMs?: number): Promise<void>;
}

/** How often it looks without having been told of anything, and how often it notes what is done with, in ms. */
const lookMs = 500;
const tidyMs = 150;
const retryMs = 200;

/**
 * Reads a maildir for as long as it is open, what lies there and what comes. A mail stays in new/ until it is done with;
 * then it is in cur/, marked as seen, or as flagged where it was refused. Who dies before finds it in new/ again. One
 * reader at a time: others wait, as POP3 has it (RFC 1939, 4).
 */
export const openMailbox = async ({ folder, take, second, room = 32, attempts = 5 }: MailboxPlan): Promise<Mailbox> => {
  await makeMaildir(folder);
  await loadParser();
  const inHand = new Map<string, Promise<void>>();
  const ids = { seen: new Set<string>(), inHand: new Set<string>() };
  const tries = new Map<string, number>();
  const done = new Map<string, string>();
  const timers = new Set<NodeJS.Timeout>();
  const state = { closing: undefined as Promise<void> | undefined, looking: false, again: false };
  let unlock: (() => Promise<void>) | undefined;

  const after = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };

  const tidy = async (): Promise<void> => {
    const moved = [...done];
    if (moved.length === 0) return;
    for (const [name, flags] of moved)
      // Somebody who looked into the mailbox may have moved it already.
      await rename(`${folder}/new/${name}`, `${folder}/cur/${name}:2,${flags}`).catch(() => undefined);
    await syncFolder(`${folder}/cur`);
    for (const [name] of moved) done.delete(name);
  };
  let tidying: Promise<void> | undefined;
  const tidySoon = (): void => {
    tidying ??= new Promise<void>((resolve) => after(tidyMs, resolve))
      .then(tidy)
      .catch(() => undefined)
      .finally(() => {
        tidying = undefined;
        if (done.size > 0 && !state.closing) tidySoon();
      });
  };

  const finish = (name: string, flags: string): void => {
    done.set(name, flags);
    tries.delete(name);
    tidySoon();
  };

  /** One that failed is left where it is, and looked at again after a while. */
  const putBack = (name: string): boolean => {
    const count = (tries.get(name) ?? 0) + 1;
    tries.set(name, count);
    return count < attempts;
  };

  const handle = async (name: string): Promise<void> => {
    const raw = await readFile(`${folder}/new/${name}`);
    const id = messageIdOf(raw);
    if (id !== undefined && ids.seen.has(id)) {
      second?.(id);
      return finish(name, 'S');
    }
    // The first copy is in hand: what becomes of it decides about this one.
    if (id !== undefined && ids.inHand.has(id)) return new Promise((resolve) => after(tidyMs, resolve));
    if (id !== undefined) ids.inHand.add(id);
    try {
      await take(await parseMail(raw));
      if (id !== undefined) ids.seen.add(id);
      finish(name, 'S');
    } catch (error) {
      if (kindOf(error) === 'fatal' || !putBack(name)) finish(name, 'F');
      else await new Promise<void>((resolve) => after(retryMs, resolve));
    } finally {
      if (id !== undefined) ids.inHand.delete(id);
    }
  };

  const pending: string[] = [];
  const lookOnce = async (): Promise<void> => {
    if (pending.length === 0) {
      const names = (await readdir(`${folder}/new`)).sort();
      pending.push(...names.filter((name) => !inHand.has(name) && !done.has(name)));
    }
    while (!state.closing && inHand.size < room) {
      const name = pending.shift();
      if (name === undefined) return;
      const one = handle(name)
        // What cannot be read is looked at again after a while.
        .catch(() => new Promise<void>((resolve) => after(retryMs, resolve)))
        .finally(() => {
          inHand.delete(name);
          look();
        });
      inHand.set(name, one);
    }
  };
  const look = (): void => {
    if (state.closing || !unlock) return;
    if (state.looking) return void (state.again = true);
    state.looking = true;
    void lookOnce()
      .catch(() => undefined)
      .finally(() => {
        state.looking = false;
        if (!state.again) return;
        state.again = false;
        look();
      });
  };

  const begin = async (): Promise<void> => {
    unlock = await tryLock(`${folder}/reading`);
    if (!unlock) return;
    for (const name of await readdir(`${folder}/cur`)) {
      const id = /:2,.*S/.test(name) ? messageIdOf(await readFile(`${folder}/cur/${name}`)) : undefined;
      if (id !== undefined) ids.seen.add(id);
    }
    look();
  };
  const beginUntilOnly = async (): Promise<void> => {
    while (!state.closing && !unlock) {
      await begin().catch(() => undefined);
      if (!unlock) await new Promise<void>((resolve) => after(tidyMs, resolve));
    }
  };

  const watcher = watch(`${folder}/new`, look);
  const looking = setInterval(look, lookMs);
  const beginning = beginUntilOnly();

  const close = async (withinMs: number): Promise<void> => {
    watcher.close();
    clearInterval(looking);
    await beginning;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
    await Promise.race([late, Promise.all(inHand.values())]);
    clearTimeout(timer);
    await tidying;
    await tidy();
    for (const one of timers) clearTimeout(one);
    await unlock?.();
  };
  return { close: (withinMs = 5000) => (state.closing ??= close(withinMs)) };
};
