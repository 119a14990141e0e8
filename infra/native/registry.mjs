/**
 * The registry of the styles, made from their folders: libs/styles/<family>/<id>/ with style.ts, sender.ts, receiver.ts and
 * what else there is; and docs/styles.md, made from their records. `npm run registry`; `--check` fails where they are not
 * what the folders say.
 */
import { createRequire } from 'node:module';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home, isMain, root } from './paths.mjs';

const styles = join(root, 'libs/styles');
const file = join(styles, 'registry/index.ts');
const docs = join(root, 'docs/styles.md');
const foldersOf = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** The folders of all styles. */
export const folders = () =>
  foldersOf(styles).flatMap((family) =>
    foldersOf(join(styles, family))
      .filter((id) => existsSync(join(styles, family, id, 'style.ts')))
      .map((id) => ({ family, id, folder: join(styles, family, id) })),
  );

const nameOf = (id) => id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const key = (name) => (/^\w+$/.test(name) ? name : `'${name}'`);

function entry({ family, id, folder }) {
  const at = `@parley/styles/${family}/${id}`;
  const load = (name) => `() => import('${at}/${name}')`;
  const files = ['sender', 'receiver', 'middle', 'stranger', 'ground', 'setup', 'deck']
    .filter((name) => existsSync(join(folder, `${name}.ts`)))
    .map((name) => `    ${name}: ${load(name)},\n`);
  const shows = existsSync(join(folder, 'shows'))
    ? readdirSync(join(folder, 'shows'))
        .filter((name) => /^[\w-]+\.ts$/.test(name))
        .map((name) => name.slice(0, -3))
        .sort()
    : [];
  const list = shows.map((name) => `      ${key(name)}: ${load(`shows/${name}`)},\n`).join('');
  return `  ${key(id)}: {\n    style: ${nameOf(id)},\n${files.join('')}    shows: ${list ? `{\n${list}    }` : '{}'},\n  },\n`;
}

/** The text of the registry, as the folders are now. */
export function registry() {
  const all = folders();
  const imports = all.map(
    ({ family, id }) => `import { style as ${nameOf(id)} } from '@parley/styles/${family}/${id}/style';\n`,
  );
  return `// Made by \`npm run registry\` from the folders.\nimport type { StyleFolder } from '@parley/roles';\n${imports.join('')}
/** Every style, by its id. Its parts are loaded when they are asked for. */
export const styles: Record<string, StyleFolder> = {\n${all.map(entry).join('')}};\n`;
}

/** The records of all styles, and of products without a style of their own (`products.ts` of a family), from their source. */
async function records() {
  const { build } = await import('esbuild');
  const read = foldersOf(styles).filter((family) => existsSync(join(styles, family, 'products.ts')));
  const imports = [
    ...folders().map(
      ({ family, id }) => `export { style as ${nameOf(id)} } from '@parley/styles/${family}/${id}/style';`,
    ),
    ...read.map((family) => `export { products as ${family}Read } from '@parley/styles/${family}/products';`),
  ];
  const outfile = home('fixtures', 'records.cjs');
  const options = {
    bundle: true,
    format: 'cjs',
    platform: 'node',
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warning',
  };
  await build({ stdin: { contents: imports.join('\n'), resolveDir: root }, outfile, ...options });
  const all = Object.values(createRequire(import.meta.url)(outfile));
  return { all: all.filter((one) => !Array.isArray(one)), read: all.filter(Array.isArray).flat() };
}

const order = ({ is: { kinds, scope } }) => (kinds.length === 0 ? 'none' : `${kinds.join(', ')} per ${scope}`);
const line = (style) =>
  `| ${[
    `[${style.id}](../libs/styles/${style.family}/${style.id}/README.md)`,
    style.title,
    style.rows.join(' '),
    style.persistence.is,
    style.release.is,
    style.cardinality.is,
    order(style.order),
    style.delivery.is,
    style.full.is,
    style.absent.is,
  ].join(' | ')} |\n`;

const status = {
  run: () => 'its protocol runs here',
  alias: ({ of }) => `another name for \`${of}\`; what differs runs`,
  read: () => 'read, not run',
};
const productLine = ({ product, stands, by, id, family }) =>
  `| ${[
    product.name,
    status[product.status](product),
    id ? `[${id}](../libs/styles/${family}/${id}/README.md)` : by,
    stands
      ? Object.entries(stands)
          .map(([axis, is]) => `${axis}: ${is}`)
          .join('; ')
      : 'see its style above',
    (product.notRun ?? []).join('; '),
  ].join(' | ')} |\n`;

/** docs/styles.md, as the records are now. */
export async function table() {
  const { all, read } = await records();
  const products = [...all.filter(({ product }) => product), ...read];
  const families = [...new Set(all.map(({ family }) => family))];
  const parts = families.map((family) => {
    const styles = all.filter((style) => style.family === family);
    return `\n## ${family}\n\n| style | what | rows | kept | released when | goes to | order | delivery | when full | receiver absent |\n|---|---|---|---|---|---|---|---|---|---|\n${styles.map(line).join('')}`;
  });
  return `# The styles and what each claims\n\nMade by \`npm run registry\` from the records. Each claim is tested by the [shared suite](../libs/conformance/README.md); run one by \`parley style ID\`.\n${parts.join('')}\n## Products\n\nWhere the products stand that speak these protocols, and what of them was only read.\n\n| product | here | style | where it stands | read, not run |\n|---|---|---|---|---|\n${products.map(productLine).join('')}`;
}

/** Writes both files; resolves to the names of those that were not what the folders say. */
export async function writeRegistry({ check = false } = {}) {
  const wanted = { [file]: registry(), [docs]: await table() };
  const old = Object.keys(wanted).filter((path) => !existsSync(path) || readFileSync(path, 'utf8') !== wanted[path]);
  if (!check) for (const path of old) writeFileSync(path, wanted[path]);
  return old;
}

if (isMain(import.meta.url)) {
  const check = process.argv.includes('--check');
  const old = await writeRegistry({ check });
  if (check && old.length > 0) {
    console.error(`Not what the folders of the styles say: ${old.join(', ')}. Run: npm run registry`);
    process.exit(1);
  }
}
