import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repoRoot } from '@parley/topology';
import { distOf } from './system';

declare const importNative: (specifier: string) => Promise<{ build(options: object): Promise<void> }>;

/** Builds the system with one piece of its source replaced. Throws when the piece is not there exactly once: then the mutant is out of date. */
export async function mutate(
  base: string,
  { file, find, replace }: { file: string; find: string; replace: string },
): Promise<string> {
  const source = readFileSync(path.join(repoRoot(), file), 'utf8');
  if (source.split(find).length !== 2) throw new Error(`${file} does not have exactly one: ${find}`);
  const dist = distOf(base);
  const { build } = await importNative(path.join(repoRoot(), 'infra/native/build.mjs'));
  await build({ dist, overrides: { [file]: source.replace(find, () => replace) } });
  return dist;
}
