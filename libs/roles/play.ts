import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Fatal, Retryable, kindOf } from '@parley/faults';
import { startEvidence } from '@parley/evidence';
import { startTracing } from '@parley/tracing';
import { brokerOf } from '@parley/taxonomy';
import { driveRole } from './drive';
import { roleOf, type Place, type StyleFolder } from './ports';
import { showRole } from './shown';

/** The options of a role as a process; `parley style ID --role NAME …` takes the same. */
export const roleOptions = {
  role: { type: 'string' },
  bind: { type: 'string', multiple: true },
  connect: { type: 'string', multiple: true },
  name: { type: 'string' },
  deadline: { type: 'string' },
  credentials: { type: 'string' },
  from: { type: 'string' },
  ours: { type: 'boolean' },
  driven: { type: 'boolean' },
  evidence: { type: 'string' },
  run: { type: 'string' },
  count: { type: 'string' },
  wait: { type: 'boolean' },
  show: { type: 'string' },
  out: { type: 'string' },
} as const;

const aborted = (): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
};

const usage = (message: string) => new Fatal(message, { reason: 'usage' });

const wholeNumber = (option: string, value: string | undefined, otherwise: number): number => {
  if (value === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(value)) throw usage(`--${option} wants a whole number, not ${JSON.stringify(value)}.`);
  return Number(value);
};

const credentialsOf = (value: string | undefined): Place['credentials'] => {
  if (value === undefined || value === 'right' || value === 'wrong') return value ?? 'right';
  throw usage(`--credentials wants right or wrong, not ${JSON.stringify(value)}.`);
};

const fromOf = (value: string | undefined): Place['from'] => {
  if (value === undefined || value === 'beginning') return value;
  throw usage(`--from wants beginning, not ${JSON.stringify(value)}.`);
};

const optionsOf = (argv: string[]) => {
  try {
    return parseArgs({ args: argv, options: roleOptions, allowPositionals: true });
  } catch (error) {
    throw usage((error as Error).message);
  }
};

/** What the system says of a connection that nobody takes is no unknown outcome: nothing happened. */
const typed = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
    ? new Retryable(`nobody is there: ${error.message}`, { cause: error })
    : error;

async function runShow(folder: StyleFolder, name: string, out: string): Promise<number> {
  const load = folder.shows[name];
  if (!load)
    throw usage(`${folder.style.id} has no show ${name}: ${Object.keys(folder.shows).join(', ') || 'it has none'}.`);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  mkdirSync(out, { recursive: true });
  const { show } = await load();
  say(`${show.title} (${show.rows.join(', ')})\n`);
  const findings = await show.run({ say, out, signal: aborted() });
  say('');
  for (const { says, measured, holds } of findings) say(`${holds ? 'holds ' : 'FAILED'}  ${says}: ${measured}`);
  return findings.length > 0 && findings.every(({ holds }) => holds) ? 0 : 1;
}

/** Where a role that was told no address meets the others: the common place of the broker that is up, made ready. */
async function meetAtBroker(folder: StyleFolder, place: Place, part: string): Promise<void> {
  if (place.connect.length === 0) {
    const ground = await (await folder.ground!()).openGround({ common: true });
    place.connect = ground.connect?.(part, 0) ?? [];
    await ground.close();
  }
  const receivers = part === 'receiver' ? [place.name] : [];
  await (await folder.setup?.())?.setUp({ connect: place.connect, receivers });
}

/**
 * Plays what the command line asks of one style: a show, the deck's program of a role, or one side of the common
 * operations (`--ours`, or where the deck has none). Resolves to the exit code; never rejects.
 */
export async function playRole(folder: StyleFolder, argv: string[]): Promise<number> {
  try {
    const { values, positionals } = optionsOf(argv);
    const { style } = folder;
    if (values.show !== undefined) return await runShow(folder, values.show, values.out ?? '.parley/shows');
    const role = roleOf(style, values.role ?? '');
    const part = values.role === 'stranger' ? 'stranger' : role?.part;
    if (!part)
      throw usage(`${style.id} has no role ${values.role}: ${style.roles.map(({ name }) => name).join(', ')}.`);
    const place: Place = {
      bind: values.bind ?? (role?.binds && !values.driven ? [...(role.address ?? [])] : []),
      connect: values.connect ?? [],
      name: values.name ?? role?.name ?? part,
      ...(role && { role: role.name }),
      deadlineMs: wholeNumber('deadline', values.deadline, 5000),
      credentials: credentialsOf(values.credentials),
      from: fromOf(values.from),
    };
    if (brokerOf(style) && !values.driven) await meetAtBroker(folder, place, part);
    startTracing({ service: style.id, process: place.name });
    startEvidence({ dir: values.evidence, run: values.run ?? 'local', process: place.name });
    if (values.driven) await driveRole(folder, part, place);
    else
      await showRole(folder, role!, place, {
        ours: values.ours ?? false,
        count: wholeNumber('count', values.count, 5),
        wait: values.wait ?? false,
        givesUp: values.deadline !== undefined,
        args: positionals,
      });
    return 0;
  } catch (error) {
    const told = typed(error);
    process.stderr.write(`${told instanceof Error ? told.message : String(told)} (${kindOf(told)})\n`);
    return 1;
  }
}
