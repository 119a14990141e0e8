/** One esbuild call for all apps: apps/<app>/main.ts → .parley/dist/<app>.cjs. npm's packages stay outside. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { home, isMain, root } from './paths.mjs';

const sources = ['apps', 'libs', 'proto'];

/** The apps that have a main.ts. */
export const apps = () =>
  readdirSync(join(root, 'apps')).filter((app) => existsSync(join(root, 'apps', app, 'main.ts')));

const sameBytes = (file, bytes) => existsSync(file) && readFileSync(file).equals(bytes);

const standIn = (overrides) => ({
  name: 'stand-in',
  setup: (esbuild) =>
    esbuild.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = overrides[relative(root, path)];
      return contents === undefined ? undefined : { contents, loader: 'ts' };
    }),
});

/** Builds every app and resolves to the names of those whose bundle is another than before. `overrides`: text that stands in for a source file, by its path in the clone. */
export async function build({ dist = home('dist'), overrides = {} } = {}) {
  const { build: bundle } = await import('esbuild');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(apps().map((app) => [app, join(root, 'apps', app, 'main.ts')])),
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    external: Object.keys(dependencies),
    tsconfig: join(root, 'tsconfig.json'),
    plugins: [standIn(overrides)],
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(dist, { recursive: true });
  const changed = outputFiles.filter(({ path, contents }) => !sameBytes(path, Buffer.from(contents)));
  for (const { path, contents } of changed) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
  writeFileSync(join(dist, 'built'), new Date().toISOString());
  return changed.map(({ path }) => basename(path, '.cjs'));
}

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .map((entry) => join(folder, entry.name))
    .reduce((latest, path) => {
      const stat = statSync(path);
      return Math.max(latest, stat.isDirectory() ? newest(path) : stat.mtimeMs);
    }, 0);

/** True when a source is newer than the last build, or nothing was built. */
export function isStale({ dist = home('dist') } = {}) {
  const built = join(dist, 'built');
  if (!existsSync(built)) return true;
  return Math.max(...sources.map((folder) => newest(join(root, folder)))) > statSync(built).mtimeMs;
}

if (isMain(import.meta.url)) {
  build().then(
    (changed) => console.error(`built: ${apps().join(' ')} (changed: ${changed.join(' ') || 'none'})`),
    (error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
}
