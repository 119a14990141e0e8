// Writes records until it kills itself in the middle: what it said must be on the disk.
const { transformSync } = require('@swc/core');
const { readFileSync, writeSync } = require('node:fs');
const swc = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };
require.extensions['.ts'] = (module, file) =>
  module._compile(transformSync(readFileSync(file, 'utf8'), { ...swc, filename: file }).code, file);

const { note, startEvidence } = require('./write.ts');
const [dir, count] = process.argv.slice(2);
startEvidence({ dir, run: 'r1', process: 'payment-1' });
for (let n = 1; n <= Number(count); n += 1) {
  note({ event: 'submitted', msg: { id: `m${n}` }, style: 'rabbitmq', hop: 'orders>fulfilment', channel: 'payment' });
  writeSync(1, `${n}\n`);
}
process.kill(process.pid, 'SIGKILL');
