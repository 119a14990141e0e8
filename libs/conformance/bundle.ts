import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundle } from '@parley/faults/testing';
import { brokerOf, type Style } from '@parley/taxonomy';
import { repoRoot } from '@parley/topology';
import type { Files } from './trial';

const optional = ['middle', 'stranger', 'ground', 'setup'] as const;

const has = (folder: string, name: string): boolean => existsSync(join(folder, `${name}.ts`));

/** Which of a style's optional files are there; a ground that is a place on a broker is no `ground` here, but `broker`. */
export const filesOf = (folder: string, style: Style): Files => ({
  middle: has(folder, 'middle'),
  stranger: has(folder, 'stranger'),
  ground: has(folder, 'ground') && !brokerOf(style),
  broker: brokerOf(style) !== undefined,
});

/**
 * Packages that load several times faster from within the bundle, and a suite starts a hundred processes: what every role
 * loads, and libp2p, which is a few hundred modules.
 */
const inlined = /^(@opentelemetry\/|protobufjs$|libp2p$|@libp2p\/|@multiformats\/)/;

const program = (folder: string): string => {
  const load = (name: string) => `${name}: () => import(${JSON.stringify(join(folder, name))}),\n`;
  const loads = ['sender', 'receiver', ...optional.filter((name) => has(folder, name))].map(load).join('');
  return `import { playRole } from '@parley/roles';
import { style } from ${JSON.stringify(join(folder, 'style'))};
const folder = { style, ${loads} shows: {} };
playRole(folder, process.argv.slice(2)).then((code) => { process.exitCode = code; });
`;
};

/** Bundles the roles of the style in this folder into one program. Returns its path. Throws what esbuild throws. */
export const bundleStyle = (folder: string): string => {
  const root = repoRoot();
  const stdin = { contents: program(folder), resolveDir: root, loader: 'ts', sourcefile: 'style.ts' } as const;
  return bundle({ name: `style-${relative(root, folder)}`, entry: { stdin }, inlined });
};
