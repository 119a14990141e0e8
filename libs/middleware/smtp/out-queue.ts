import { readdir, readFile, rename, unlink } from 'node:fs/promises';
import { Fatal } from '@parley/faults';
import { deliver, makeMaildir } from './maildir';
import type { PostedMail } from './mailer';

/** A mail that waits to be passed on, and since when (ms of the epoch: the wait outlives the process). */
export interface QueuedMail extends PostedMail {
  since: number;
}

/** Mails on disk that wait to be passed on: a file each, its first line the envelope, after it the mail. */
export interface OutQueue {
  /** Resolves to its name when it is on disk. */
  put(mail: PostedMail): Promise<string>;
  /** The names of all that wait, oldest first. */
  names(): Promise<string[]>;
  /** Throws Fatal `damaged` for a file that is none of ours. */
  read(name: string): Promise<QueuedMail>;
  /** It has been passed on, or given back. */
  remove(name: string): Promise<void>;
  /** Out of the way, for people to look at: into cur/. */
  setAside(name: string): Promise<void>;
}

/** The queue in that folder, which is made; what another process has left in it is in it. */
export const openOutQueue = async (folder: string): Promise<OutQueue> => {
  await makeMaildir(folder);
  const path = (name: string) => `${folder}/new/${name}`;
  return {
    put: ({ raw, ...envelope }) => {
      const line = `${JSON.stringify({ ...envelope, since: Date.now() })}\n`;
      return deliver(folder, Buffer.concat([Buffer.from(line), raw]));
    },
    names: async () => (await readdir(`${folder}/new`)).sort(),
    read: async (name) => {
      const bytes = await readFile(path(name));
      const end = bytes.indexOf('\n');
      try {
        const { from, to, messageId, since } = JSON.parse(bytes.toString('utf8', 0, end)) as QueuedMail;
        return { from, to, messageId, since, raw: bytes.subarray(end + 1) };
      } catch (error) {
        throw new Fatal(`${name} is no queued mail`, { reason: 'damaged', cause: error });
      }
    },
    remove: (name) => unlink(path(name)),
    setAside: (name) => rename(path(name), `${folder}/cur/${name}`),
  };
};
