// Loads the TypeScript sources as the jest suites do, arms a crash point and passes it.
const { transformSync } = require('@swc/core');
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const libs = path.join(__dirname, '..');
const swc = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };
require.extensions['.ts'] = (module, file) =>
  module._compile(transformSync(readFileSync(file, 'utf8'), { ...swc, filename: file }).code, file);
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
  resolve(request.startsWith('@parley/') ? path.join(libs, request.slice(8), 'index.ts') : request, ...rest);

const { armCrash, armedCrash, crashPoint } = require('./index.ts');
const [pass, arm] = process.argv.slice(2);
if (arm) armCrash(arm);
process.stdout.write(`armed ${armedCrash()}\n`);
process.on('exit', () => process.stdout.write('exit handler\n'));
crashPoint(pass);
process.stdout.write('passed\n');
