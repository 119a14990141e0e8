import { terminal } from './output';
import { run } from './program';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
// `parley orders | head`: who reads may leave.
process.stdout.on('error', () => process.exit(0));

run(process.argv.slice(2), { env: process.env, output: terminal(process.env), signal: stop.signal }).then((code) => {
  process.exitCode = code;
});
