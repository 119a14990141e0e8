import { buildSync } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repoRoot } from '@parley/topology';
import type { Files } from './trial';

const optional = ['middle', 'stranger', 'ground'] as const;

/** Which of a style's optional files are there. */
export const filesOf = (folder: string): Files =>
  Object.fromEntries(optional.map((name) => [name, existsSync(join(folder, `${name}.ts`))])) as unknown as Files;

/** Packages that every role loads: within the bundle they load in half the time, and a suite starts a hundred processes. */
const inlined = /^(@opentelemetry\/|protobufjs$|avsc$|fast-xml-parser$|@msgpack\/)/;

const program = (folder: string): string => {
  const files = filesOf(folder);
  const load = (name: string) => `${name}: () => import(${JSON.stringify(join(folder, name))}),\n`;
  const loads = ['sender', 'receiver', ...optional.filter((name) => files[name])].map(load).join('');
  return `import { playRole } from '@parley/roles';
import { style } from ${JSON.stringify(join(folder, 'style'))};
const folder = { style, ${loads} shows: {} };
playRole(folder, process.argv.slice(2)).then((code) => { process.exitCode = code; });
`;
};

/**
 * Bundles the roles of the style in this folder into one program, as the apps are bundled, under the repository so that
 * npm's packages and proto/ are found. Returns its path. Throws what esbuild throws.
 */
export function bundleStyle(folder: string): string {
  const root = repoRoot();
  const out = join(root, '.parley', 'fixtures');
  const outfile = join(out, `style-${relative(root, folder).replace(/[^\w.-]/g, '-')}.cjs`);
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  const { outputFiles } = buildSync({
    stdin: { contents: program(folder), resolveDir: root, loader: 'ts', sourcefile: 'style.ts' },
    outfile,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: Object.keys(dependencies).filter((name) => !inlined.test(name)),
    tsconfig: join(root, 'tsconfig.json'),
  });
  mkdirSync(out, { recursive: true });
  // Another run may start the same program at this moment.
  writeFileSync(`${outfile}.${process.pid}`, outputFiles[0]!.contents);
  renameSync(`${outfile}.${process.pid}`, outfile);
  return outfile;
}
