import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { buildSync } from 'esbuild';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'parley-registry-'));
  for (const name of [
    'infra',
    'libs',
    'docs',
    'jest.preset.cjs',
    'package.json',
    'tsconfig.json',
    'tsconfig.base.json',
  ])
    cpSync(join(root, name), join(clone, name), { recursive: true });
  for (const name of ['node_modules', 'proto', 'apps', 'e2e', 'bench', '.prettierrc.json'])
    symlinkSync(join(root, name), join(clone, name));
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

const node = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'infra/native', script), ...args], {
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};
const read = (path: string) => readFileSync(join(clone, path), 'utf8');

describe('a new style', () => {
  it('is a working copy of another, in the registry and in the docs, with what the check wants', () => {
    expect(node('registry.mjs', '--check')).toMatchObject({ status: 0 });
    const made = node('new-style.mjs', 'pigeons/carrier-pigeon', '--like', 'tcp');
    expect(made).toMatchObject({ status: 0, said: expect.stringContaining('A working copy of tcp') });
    const folder = 'libs/styles/pigeons/carrier-pigeon';
    expect(read(`${folder}/style.ts`)).toMatch(/id: 'carrier-pigeon'/);
    expect(read(`${folder}/style.ts`)).toMatch(/rows: \[\]/);
    expect(read(`${folder}/carrier-pigeon.test.ts`)).toMatch(/conformance\(__dirname\)/);
    expect(read('libs/styles/pigeons/project.json')).toMatch(/"name": "styles-pigeons"/);
    expect(read('libs/styles/registry/index.ts')).toMatch(/'carrier-pigeon': \{\n {4}style: carrierPigeon,/);
    expect(read('docs/styles.md')).toMatch(/^\| \[carrier-pigeon\]/m);
    expect(node('registry.mjs', '--check')).toMatchObject({ status: 0 });
    rmSync(join(clone, folder), { recursive: true });
    expect(node('registry.mjs', '--check')).toMatchObject({
      status: 1,
      said: expect.stringContaining('npm run registry'),
    });
  });

  it('of another family finds what its model had from its own, and its roles can be built', () => {
    for (const [name, like] of [
      ['sockets/far', 'geocast'],
      ['pigeons/homing', 'reqrep'],
    ] as const) {
      expect(node('new-style.mjs', name, '--like', like)).toMatchObject({ status: 0 });
      const entryPoints = ['style', 'sender', 'receiver'].map((file) => join(clone, 'libs/styles', name, `${file}.ts`));
      const options = { bundle: true, write: false, platform: 'node', outdir: 'x', logLevel: 'silent' } as const;
      const { errors } = buildSync({
        ...options,
        entryPoints,
        packages: 'external',
        tsconfig: join(clone, 'tsconfig.json'),
      });
      expect(errors).toEqual([]);
    }
    expect(read('libs/styles/pigeons/jest.config.cjs')).toBe(read('libs/styles/zeromq/jest.config.cjs'));
  });

  it.each([
    [['tcp', '--like', 'tcp'], 'usage:'],
    [['sockets/new', '--like', 'nothing'], 'usage:'],
    [['sockets/tcp', '--like', 'udp'], 'There is a style tcp already'],
  ])('%j is refused', (args, why) => {
    expect(node('new-style.mjs', ...args)).toMatchObject({ status: 2, said: expect.stringContaining(why) });
  });
});
