import { open, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { v7 as uuid } from 'uuid';

/**
 * Puts a mail into a maildir (tmp, new, cur must exist): on disk and whole when this resolves, and never seen half
 * written in new/, whatever dies when. Resolves to the file's name.
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
  const folder = await open(`${maildir}/new`, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return name;
};
