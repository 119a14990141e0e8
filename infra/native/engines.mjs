/** Do the packages that package.json names run on this Node? (npm only warns: EBADENGINE.) */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root } from './paths.mjs';

const parts = (version) =>
  version
    .replace(/^v/, '')
    .split('-')[0]
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : undefined));

const compare = (one, other) => {
  for (let index = 0; index < 3; index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

function meets(version, comparator) {
  const [, operator, text] = /^(>=|<=|>|<|=|\^|~)?\s*v?(.*)$/.exec(comparator);
  const bound = parts(text);
  const order = compare(version, bound);
  if (text === '*' || text === '' || text === 'x') return true;
  const fixed = bound.filter((part) => part !== undefined).length;
  const same = (count) => bound.slice(0, count).every((part, index) => part === version[index]);
  const rules = {
    '>=': () => order >= 0,
    '<=': () => order <= 0 || same(fixed),
    '>': () => order > 0 && !(fixed < 3 && same(fixed)),
    '<': () => order < 0,
    '^': () => order >= 0 && same(1),
    '~': () => order >= 0 && same(Math.min(fixed, 2)),
    '=': () => same(fixed),
  };
  return rules[operator ?? '=']();
}

/** Whether a version satisfies a range of npm's `engines` ("^18.19.0 || >=20.6.0", ">= 14", "20.x"). */
export function satisfies(version, range) {
  const tidy = (text) =>
    text
      .trim()
      .replace(/(>=|<=|>|<|=|\^|~)\s+/g, '$1')
      .replace(/(\S+)\s+-\s+(\S+)/, '>=$1 <=$2');
  return range.split('||').some((set) =>
    tidy(set)
      .split(/\s+/)
      .every((one) => meets(parts(version), one)),
  );
}

/** Throws, with exit code 3, where this Node is not one that package.json's `engines` names. */
export function checkNode(version = process.version) {
  const { node: wanted } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines;
  if (satisfies(version, wanted)) return;
  const message = `Node ${wanted} is needed; this is ${version}. Install a newer one (https://nodejs.org, or: nvm install 20).`;
  throw Object.assign(new Error(message), { exitCode: 3 });
}

/** The direct dependencies that do not want this Node: "kysely 0.29.9 wants node >=22". */
export function unwilling({ version = process.version } = {}) {
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const own = read('package.json');
  const installed = read('node_modules/.package-lock.json').packages;
  return Object.keys({ ...own.dependencies, ...own.devDependencies }).flatMap((name) => {
    const found = installed[`node_modules/${name}`];
    const range = found?.engines?.node;
    return !range || satisfies(version, range)
      ? []
      : [`${name} ${found.version} wants node ${range}; this is ${version}`];
  });
}

if (isMain(import.meta.url)) {
  const lines = unwilling();
  for (const line of lines) console.error(line);
  process.exit(lines.length > 0 ? 1 : 0);
}
