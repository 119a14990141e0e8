// node bench/oracle.mjs: how long the group oracle takes for a history of a million events. It writes histories (rounds in which every
// member sends and all deliver), reads them back as a stream, judges them, and prints what was measured. No targets here.
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { home, root } from '../infra/native/paths.mjs';

const require = createRequire(import.meta.url);
const usage = `node bench/oracle.mjs [--events 1000000] [--members 5,50] [--keep]
  --events   submissions and deliveries in each history
  --members  size of the group, one row each; with a last one in which two deliveries are swapped
  --keep     leave the histories in .parley/bench/oracle`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        events: { type: 'string', default: '1000000' },
        members: { type: 'string', default: '5,50' },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const [events, members] = [Number(values.events), values.members.split(',').map(Number)];
    if (values.help) throw new Error('');
    if (![events, ...members].every((n) => Number.isInteger(n) && n > 1))
      throw new Error('numbers must be greater than 1');
    return { ...values, events, members };
  } catch (error) {
    console.error([error.message, usage].filter(Boolean).join('\n'));
    process.exit(error.message ? 2 : 0);
  }
}

async function oracle() {
  const { build } = await import('esbuild');
  const outfile = home('bench', 'evidence.cjs');
  const entry = path.join(root, 'libs', 'evidence', 'index.ts');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  return require(outfile);
}

/** A small generator of numbers in [0, 1): the same history at every run. */
function numbers(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function shuffled(items, random) {
  const all = [...items];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other], all[at]];
  }
  return all;
}

/**
 * One file a member. In each round every member sends one message, then all deliver the round's messages: in one order
 * (`total`), or each in an order of its own (`causal`). A view every thousandth of the way. `swapped`: the second member
 * delivers two messages the wrong way round, near the end. `lossy`: a hundredth of the deliveries is missing.
 */
function write(dir, { events, members, kind }) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const names = Array.from({ length: members }, (_, at) => `p${at + 1}`);
  const random = numbers(events + members);
  const rounds = Math.floor(events / (members * (members + 1)));
  const files = names.map((name) => ({
    file: openSync(path.join(dir, `bench.${name}.1.jsonl`), 'w'),
    seq: 0,
    text: [],
  }));
  let mono = 0;
  let written = 0;
  const put = (at, event, id, sender, note) => {
    const one = files[at];
    const record = {
      run: 'bench',
      process: names[at],
      inc: '1',
      seq: (one.seq += 1),
      mono: String((mono += 1)),
      event,
    };
    const msg = { id, ...(sender && { sender, seq: Number(id.slice(id.lastIndexOf('/') + 1)) }) };
    one.text.push(`${JSON.stringify({ ...record, msg, style: kind, hop: '', channel: 'g', ...(note && { note }) })}\n`);
    written += 1;
    if (one.text.length < 5000) return;
    writeSync(one.file, one.text.join(''));
    one.text = [];
  };
  let view = 0;
  const install = () => {
    view += 1;
    names.forEach((_, at) => put(at, 'view', `view/${view}`, undefined, JSON.stringify({ id: view, members: names })));
  };
  install();
  for (let round = 1; round <= rounds; round += 1) {
    const ids = names.map((name) => `g/${name}/1/${round}`);
    ids.forEach((id, at) => put(at, 'submitted', id, names[at]));
    const order = shuffled(names.keys(), random);
    const late = kind === 'swapped' && round === Math.floor(rounds * 0.99);
    names.forEach((_, at) => {
      const own = kind === 'causal' ? shuffled(order, random) : order;
      for (const from of late && at === 1 ? [own[1], own[0], ...own.slice(2)] : own)
        if (kind !== 'lossy' || random() >= 0.01) put(at, 'delivered', ids[from], names[from]);
    });
    if (round % Math.ceil(rounds / 1000) === 0) install();
  }
  for (const { file, text } of files) {
    writeSync(file, text.join(''));
    closeSync(file);
  }
  const harness = { run: 'bench', process: 'harness', inc: '1', seq: 1, mono: String(mono + 1), event: 'settled' };
  const file = openSync(path.join(dir, 'bench.harness.1.jsonl'), 'w');
  writeSync(file, `${JSON.stringify({ ...harness, msg: { id: 'quiescent' }, style: kind, hop: '', channel: 'g' })}\n`);
  closeSync(file);
  const bytes = names.reduce((sum, name) => sum + statSync(path.join(dir, `bench.${name}.1.jsonl`)).size, 0);
  return { written, bytes };
}

const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1);
const given = options();
const { judge, readGroupHistories, sayVerdict } = await oracle();
const runs = given.members.flatMap((members) =>
  ['total', 'causal', 'swapped', 'lossy'].map((kind) => ({ members, kind })),
);
console.log(
  ['members', 'kind'.padEnd(8), 'records', 'MB'.padStart(5), 'read s', 'judge s', 'RSS MB', ' violated'].join('  '),
);
for (const { members, kind } of runs) {
  const dir = home('bench', 'oracle', `${kind}-${members}`);
  const { written, bytes } = write(dir, { events: given.events, members, kind });
  globalThis.gc?.();
  const reading = performance.now();
  const [history] = readGroupHistories(dir);
  const read = seconds(reading);
  const judging = performance.now();
  const verdicts = judge(history, { claims: ['validity', 'agreement', 'causal', 'view-synchrony'] });
  const judged = seconds(judging);
  const violated = Object.entries(verdicts).filter(([, { is }]) => is === 'violated');
  const cells = [
    String(members).padStart(7),
    kind.padEnd(8),
    String(written).padStart(7),
    (bytes / 1e6).toFixed(0).padStart(5),
  ];
  const names = violated.map(([name]) => name).join(' ') || 'nothing';
  console.log(
    [
      ...cells,
      read.padStart(6),
      judged.padStart(7),
      (process.memoryUsage.rss() / 1e6).toFixed(0).padStart(6),
      ` ${names}`,
    ].join('  '),
  );
  for (const [name, verdict] of violated.slice(0, 1)) console.error(`    ${sayVerdict(name, verdict)}`);
  if (!given.keep) rmSync(dir, { recursive: true, force: true });
}
console.log(`${os.cpus().length} CPUs (${os.cpus()[0]?.model}), Node ${process.version}`);
