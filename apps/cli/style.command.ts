import { join } from 'node:path';
import { playTogether, roleOptions, roleOf, type StyleFolder } from '@parley/roles';
import { styles } from '@parley/styles';
import { repoRoot } from '@parley/topology';
import { command, show, type Context } from './context';
import { usage } from './failures';
import { facts, table } from './output';
import { runProgram } from './run-program';

const program = () => [process.execPath, join(repoRoot(), '.parley', 'dist', 'style.cjs')];

const byFamily = (): StyleFolder[] =>
  Object.values(styles).sort(
    (a, b) => a.style.family.localeCompare(b.style.family) || a.style.id.localeCompare(b.style.id),
  );

const listed = ({ style, deck, shows }: StyleFolder) => ({
  id: style.id,
  family: style.family,
  title: style.title,
  persistence: style.persistence.is,
  release: style.release.is,
  rows: style.rows,
  roles: style.roles.map(({ name }) => name),
  deck: deck !== undefined,
  shows: Object.keys(shows),
});

const find = (id: string): StyleFolder => {
  const folder = styles[id];
  if (!folder) throw usage(`There is no style ${id}. \`parley style\` lists them: ${Object.keys(styles).join(', ')}.`);
  return folder;
};

function list(context: Context, json: boolean | undefined): void {
  const rows = byFamily().map(listed);
  type Listed = (typeof rows)[number];
  const columns = [
    {
      head: 'family',
      value: (row: Listed, index: number) => (row.family === rows[index - 1]?.family ? '' : row.family),
    },
    { head: 'style', value: (row: Listed) => row.id },
    { head: 'persistence', value: (row: Listed) => row.persistence },
    { head: 'released when', value: (row: Listed) => row.release },
    { head: 'roles', value: (row: Listed) => row.roles.join(' ') },
    { head: 'shows', value: (row: Listed) => row.shows.join(' ') },
  ];
  show(context, json, rows, () =>
    [
      table(rows, columns, context.output),
      '',
      'Run one: parley style tcp. One side: parley style tcp --role server. What it shows: parley style rpc --show ten-steps.',
    ].join('\n'),
  );
}

function about(context: Context, folder: StyleFolder): void {
  const { style } = folder;
  context.output.out(
    facts(
      [
        ['style', `${style.id}, ${style.title}`],
        ['persistence', `${style.persistence.is}: ${style.persistence.because}`],
        ['released when', `${style.release.is}: ${style.release.because}`],
      ],
      context.output,
    ),
  );
}

/** The options of `playRole`, as they were given. */
const passedOn = (options: Record<string, unknown>): string[] =>
  Object.keys(roleOptions).flatMap((name) => {
    const value = options[name];
    if (value === undefined || value === false) return [];
    return [value].flat().flatMap((one) => (one === true ? [`--${name}`] : [`--${name}`, String(one)]));
  });

export function styleCommand(context: Context) {
  const each = (value: string, before: string[] = []) => [...before, value];
  return command('style', 'list the styles of communication, run one, or one side of it, or what it shows')
    .argument('[ID]', 'e.g. tcp')
    .argument('[args...]', 'after --: arguments of the program')
    .option('--role <name>', 'only this side, so that a client of your own can take the other')
    .option('--bind <address>', 'where that side listens; port 0 takes a free one', each)
    .option('--connect <address>', 'where the other side is', each)
    .option('--name <name>', 'the name of the process')
    .option('--deadline <ms>', 'how long one call may take, and the lecture’s program in all')
    .option('--credentials <kind>', 'right, or wrong: what nobody would let in')
    .option('--from <where>', 'beginning: a receiver of a log reads it again')
    .option('--count <n>', 'how many messages our sender sends of each kind')
    .option('--ours', 'our sender and receiver where the default would be the lecture’s program')
    .option('--show <name>', 'a demonstration: it runs, and says what it found')
    .option('--out <folder>', 'where a demonstration puts its drawings')
    .action(async (id: string | undefined, args: string[], options) => {
      const { json, role, show: demonstration } = options;
      if (id === undefined) return list(context, json);
      const folder = find(id);
      if (json && !role && !demonstration) return show(context, json, folder.style, () => '');
      if (role && !roleOf(folder.style, role))
        throw usage(`${id} has no role ${role}: it has ${folder.style.roles.map(({ name }) => name).join(', ')}.`);
      if (demonstration && !folder.shows[demonstration])
        throw usage(`${id} has no show ${demonstration}: it has ${Object.keys(folder.shows).join(', ') || 'none'}.`);
      const line = [...passedOn(options), ...(args.length > 0 ? ['--', ...args] : [])];
      if (role || demonstration) return context.verdict(await runProgram([...program(), id, ...line], context));
      about(context, folder);
      const { output, signal } = context;
      context.verdict(await playTogether(folder, { program: program(), say: output.out, signal, options: line }));
    });
}
