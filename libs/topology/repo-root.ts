import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const isRoot = (folder: string): boolean =>
  existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'proto'));

const findRoot = (folder: string): string => {
  if (isRoot(folder)) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`no folder above ${__dirname} holds both proto/ and package.json`);
  return findRoot(parent);
};

let root: string | undefined;

/**
 * The folder that holds `proto/`, `data/` and `package.json`, found upwards from this file: right from the sources and
 * from a bundle in `.parley/dist` alike. Throws when there is none.
 */
export const repoRoot = (): string => (root ??= findRoot(__dirname));
