/**
 * `npm run new-style -- <family>/<id> --like <id>`: a new style's folder with record, sender, receiver, test and README, as a
 * working copy of the style that is most like it; then the registry and its row in docs/styles.md.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMain, root } from './paths.mjs';
import { folders, writeRegistry } from './registry.mjs';

const usage = 'usage: npm run new-style -- <family>/<id> --like <id>';
/** A copy has no deck program and shows nothing yet: those belong to the style that they were written for. */
const own = new Set(['deck.ts', 'shows', 'peers', 'golden']);

const project = (family) => ({
  $schema: '../../../node_modules/nx/schemas/project-schema.json',
  name: `styles-${family}`,
  sourceRoot: `libs/styles/${family}`,
  tags: ['type:style'],
  targets: { test: {}, lint: {} },
});

/** A family with a project of its own, that needs in its tests what the family of the model needs. */
function makeFamily(folder, family, model) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'project.json'), `${JSON.stringify(project(family), null, 2)}\n`);
  cpSync(join(model.folder, '../jest.config.cjs'), join(folder, 'jest.config.cjs'));
}

/** What a file imports from its family, said so that it is found from another family as well. */
const atHome = (text, family, depth) =>
  text.replaceAll(
    new RegExp(`from '${'\\.\\./'.repeat(depth)}(?!\\.)([^']+)'`, 'g'),
    `from '@parley/styles/${family}/$1'`,
  );

function moveImports(folder, family) {
  for (const file of readdirSync(folder, { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const path = join(folder, file);
    writeFileSync(path, atHome(readFileSync(path, 'utf8'), family, file.split('/').length));
  }
}

const renamed = (text, from, id) =>
  text
    .replace(`id: '${from.id}'`, `id: '${id}'`)
    .replace(/family: '[^']*'/, `family: '${from.family}'`)
    .replace(/rows: \[[^\]]*\]/, 'rows: []')
    .replace(/^(\s*title: )'[^']*'/m, `$1'${id}: say here what it is'`);

/** Writes the folder; returns its path. Throws where the name will not do, the folder is there, or nothing is like it. */
export function newStyle(name, like) {
  const [, family, id] = /^([a-z][a-z0-9]*)\/([a-z][a-z0-9-]*)$/.exec(name ?? '') ?? [];
  const model = folders().find((one) => one.id === like);
  if (!family || !model)
    throw new Error(
      `${usage}\nstyles: ${folders()
        .map((one) => one.id)
        .join(' ')}`,
    );
  const taken = folders().find((one) => one.id === id);
  if (taken) throw new Error(`There is a style ${id} already: libs/styles/${taken.family}/${id}`);
  const group = join(root, 'libs/styles', family);
  if (!existsSync(join(group, 'project.json'))) makeFamily(group, family, model);
  const folder = join(group, id);
  cpSync(model.folder, folder, { recursive: true, filter: (path) => !own.has(path.split('/').at(-1)) });
  for (const file of readdirSync(folder)) if (/\.test\.ts$/.test(file)) rmSync(join(folder, file));
  if (family !== model.family) moveImports(folder, model.family);
  const record = join(folder, 'style.ts');
  writeFileSync(record, renamed(readFileSync(record, 'utf8'), { id: model.id, family }, id));
  writeFileSync(
    join(folder, `${id}.test.ts`),
    "import { conformance } from '@parley/conformance/testing';\n\nconformance(__dirname);\n",
  );
  writeFileSync(
    join(folder, 'README.md'),
    `# ${id}\n\nWhat it is, when to use it, when not.\n\n| what | where |\n|---|---|\n| the record | [style.ts](style.ts) |\n| the sending side | [sender.ts](sender.ts) |\n| the receiving side | [receiver.ts](receiver.ts) |\n`,
  );
  return folder;
}

async function main(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { like: { type: 'string' } },
    allowPositionals: true,
  });
  const folder = newStyle(positionals[0], values.like);
  await writeRegistry();
  console.log(
    `${folder}\nA working copy of ${values.like}. Edit style.ts first: what it claims is what the suite will test.`,
  );
  console.log(`npx jest -c ${join(folder, '..', 'jest.config.cjs')} ${folder}`);
}

if (isMain(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exit(2);
  });
}
