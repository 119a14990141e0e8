// node bench/groups.mjs [--seconds 5] [--members 5] [--stacks udp,nack,fifo] [--json FILE]: deliveries per second of group
// communication, beside plain sockets.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { home, root } from '../infra/native/paths.mjs';

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const out = home('bench', 'groups');
await build({
  absWorkingDir: root,
  entryPoints: ['bench/groups.ts', 'bench/groups.child.ts'],
  outdir: out,
  outbase: 'bench',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: Object.keys(dependencies),
  tsconfig: join(root, 'tsconfig.json'),
  logLevel: 'warning',
});
const child = join(out, 'groups.child.cjs');
const line = [join(out, 'groups.cjs'), '--child', child, '--out', out, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, line, { stdio: 'inherit', cwd: root }).status ?? 1;
