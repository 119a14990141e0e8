import { mkdir, open, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { v7 as uuid } from 'uuid';

/** Makes the three folders of a maildir, where they are not there yet. */
export const makeMaildir = async (folder: string): Promise<void> => {
  for (const part of ['tmp', 'new', 'cur']) await mkdir(`${folder}/${part}`, { recursive: true });
};

/** Resolves when what was added to a folder, or renamed in it, would survive a loss of power. */
export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/**
 * Puts a mail into a maildir (tmp, new, cur must exist): on disk and whole when this resolves, and never seen half
 * written in new/, whatever dies when. Resolves to the file's name; names sort by the time of coming.
 */
export const deliver = async (maildir: string, mail: Buffer): Promise<string> => {
  const name = `${Date.now()}.${uuid()}.${hostname().replace(/[/:]/g, '_')}`;
  const file = await open(`${maildir}/tmp/${name}`, 'wx');
  try {
    await file.writeFile(mail);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${maildir}/tmp/${name}`, `${maildir}/new/${name}`);
  await syncFolder(`${maildir}/new`);
  return name;
};
