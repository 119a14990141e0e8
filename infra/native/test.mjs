/**
 * `npm test`: from a bare clone to one line, `N passed, N failed`. Own brokers on free ports under .parley/test, stopped at
 * the end whatever happens. `npm test -- --only libs/store [--only apps/orders]`: only these projects, no static steps.
 * `npm run test:full`: also what takes too long for every day.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackagesOfNpm } from './install.mjs';
import { home, isMain, root } from './paths.mjs';
import { say } from './progress.mjs';
import { readJson } from './state.mjs';
import { acquireTestBrokers, releaseTestBrokers } from './test-brokers.mjs';

const program = (name) => join(root, 'node_modules/.bin', name);

/** Steps that need no broker; each counts as one test. */
const staticSteps = [
  ['packages fit this Node', process.execPath, ['infra/native/engines.mjs']],
  ['lint', 'npm', ['run', '--silent', 'lint']],
  ['types', program('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['proto lint', program('buf'), ['lint', 'proto']],
  ['proto breaking', program('buf'), ['breaking', 'proto', '--against', 'proto/released.binpb']],
  ['registry of styles', process.execPath, ['infra/native/registry.mjs', '--check']],
  ['generated types', process.execPath, ['infra/native/generate.mjs', '--check']],
];

let current;
let interrupted = false;

/** Runs a command with the terminal's output; resolves to its exit code. In a group of its own: who stops first is ours to say. */
function run(command, args, env = process.env) {
  if (interrupted) return Promise.resolve(130);
  return new Promise((resolve) => {
    current = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    current.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    current.once('exit', (code) => resolve(code ?? 1));
  });
}

async function runStatic([name, command, args]) {
  say(name);
  const passed = (await run(command, args)) === 0;
  if (!passed) say(`${name}: FAILED`);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1 };
}

/** What jest's own report says; a suite that could not run at all counts as one failure, and so does a run without report. */
export function countJest(report, code) {
  if (!report) return { passed: 0, failed: 1 };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** More failing files than these are no matter of a busy machine. */
const fewFiles = 5;
/** So often a file that failed has to pass alone: a race that is lost now and then is not to slip through. */
const mustPass = 3;
const unsteady = [];

/** The files of a report in which a test failed, or that could not run. */
export const failedFiles = (report) =>
  (report?.testResults ?? []).filter(({ status }) => status === 'failed').map(({ name }) => name);

/** The counts of a run with those of its failed files replaced by those of their second run. */
export function countAgain(report, second) {
  const failed = new Set(failedFiles(report));
  const steady = report.testResults.filter(({ name }) => !failed.has(name));
  const passed = steady.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'passed');
  return { passed: passed.length + second.passed, failed: second.failed };
}

async function report(name, args, env) {
  const outputFile = home('test-reports', `${name.replaceAll('/', '-')}.json`);
  rmSync(outputFile, { force: true });
  mkdirSync(home('test-reports'), { recursive: true });
  // A handle that a test left open must not keep the run from ending.
  const code = await run(program('jest'), [...args, '--forceExit', '--json', `--outputFile=${outputFile}`], env);
  return { code, report: readJson(outputFile) };
}

/**
 * Runs jest. On a shared machine a test of processes and times may starve: a few files that failed run again with nothing
 * beside them, and must pass so often; they are counted by the last run, and named at the end as unsteady.
 */
async function runJest(name, args, env) {
  say(`jest: ${name}`);
  const first = await report(name, args, env);
  const failed = failedFiles(first.report);
  if (failed.length === 0 || failed.length > fewFiles || interrupted) return countJest(first.report, first.code);
  const files = failed.map((file) => relative(root, file));
  const where = args.includes('-c') ? args.slice(args.indexOf('-c'), args.indexOf('-c') + 2) : [];
  const options = [...where, '--runInBand', '--testTimeout=30000', '--runTestsByPath', ...failed];
  let counts;
  for (let turn = 1; turn <= mustPass && (counts?.failed ?? 0) === 0; turn++) {
    say(`jest: ${name}: again, alone, ${turn} of ${mustPass}: ${files.join(' ')}`);
    const again = await report(`${name}-again`, options, env);
    counts = countAgain(first.report, countJest(again.report, again.code));
  }
  if (counts.failed === 0) unsteady.push(...files);
  return counts;
}

const hasTests = (folder) =>
  existsSync(join(root, folder)) &&
  readdirSync(join(root, folder), { recursive: true }).some((file) => /\.test\.ts$/.test(file));

async function runAll(only) {
  const counts = [];
  if (only.length === 0) for (const step of staticSteps) counts.push(await runStatic(step));
  const brokers = await found;
  const env = { ...process.env, ...brokers, FORCE_COLOR: process.stderr.isTTY ? '1' : '0' };
  // jest prints its JSON to stdout unless a file is given; its own lines are on stderr.
  const projects = only.filter((project) => project !== 'e2e');
  if (only.length === 0) {
    const patient = '--testTimeout=30000';
    counts.push(await runJest('projects', ['--maxWorkers=2', patient, '--ignoreProjects', ...judged()], env));
    // The suite of the styles judges by times: with nothing else beside it. A run that starved is void (run-trials.ts).
    counts.push(await runJest('styles', ['--maxWorkers=2', patient, '--selectProjects', ...judged()], env));
  }
  for (const project of projects) counts.push(await runJest(project, ['-c', `${project}/jest.config.cjs`], env));
  const endToEnd = only.length === 0 || only.includes('e2e');
  if (endToEnd && hasTests('e2e')) counts.push(await runJest('e2e', ['-c', 'e2e/jest.config.cjs', '--runInBand'], env));
  return counts;
}

/** The projects whose tests are the shared suite of the styles, by their names in jest. */
const judged = () => [
  'libs/conformance',
  ...readdirSync(join(root, 'libs/styles')).map((family) => `libs/styles/${family}`),
];

let found;

async function main(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      full: { type: 'boolean', default: false },
    },
  });
  if (values.full) process.env.PARLEY_FULL = '1';
  const only = values.only.map((project) => project.replace(/\/$/, ''));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      interrupted = true;
      if (current?.exitCode === null) process.kill(-current.pid, signal);
    });
  }
  let counts = [];
  found = acquireTestBrokers(['rabbitmq', 'kafka', 'postgres'], { onLine: say });
  found.catch(() => {});
  try {
    await installPackagesOfNpm({ onLine: say });
    counts = await runAll(only);
  } catch (error) {
    console.error(error.message);
    counts.push({ passed: 0, failed: 1 });
  } finally {
    await found.catch(() => {});
    await releaseTestBrokers();
  }
  for (const file of unsteady) console.log(`unsteady: ${file} failed once and passed ${mustPass} times alone`);
  const sum = (field) => counts.reduce((total, count) => total + count[field], 0);
  const [passed, failed] = [sum('passed'), sum('failed') + (interrupted ? 1 : 0)];
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

if (isMain(import.meta.url)) main(process.argv.slice(2)).then((code) => process.exit(code));
