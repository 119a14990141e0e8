import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toSvg, toTerminal, type Figure } from '@parley/diagrams';
import { readHistory } from '@parley/evidence';
import { startProcess } from '@parley/faults';
import type { Answer, Instructed, Stage } from '@parley/roles';

/** Roles of styles as processes of their own that do as they are told, with one history. */
export const openCast = () => {
  const evidence = mkdtempSync(join(tmpdir(), 'parley-show-'));
  const started: { kill(signal: NodeJS.Signals): void }[] = [];
  const start = async (style: string, role: string, name: string, connect: string[] = []) => {
    // The program that this is bundled into plays every style's roles.
    const line = [process.execPath, __filename, style, '--driven', '--role', role, '--name', name, '--run', 'show'];
    const bind = role === 'server' ? ['--bind', 'tcp://127.0.0.1:0'] : [];
    const known = connect.flatMap((address) => ['--connect', address]);
    const child = startProcess([...line, '--evidence', evidence, ...bind, ...known], { env: { ...process.env } });
    started.push(child);
    const ready = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as { addresses: string[] };
    let n = 0;
    return {
      name,
      addresses: ready.addresses,
      kill: child.kill,
      tell: async (what: Instructed): Promise<Answer> => {
        n += 1;
        child.write(JSON.stringify({ ...what, n }));
        return JSON.parse((await child.line(new RegExp(`^> {"n":${n}[,}]`))).slice(2)) as Answer;
      },
    };
  };
  return {
    start,
    history: () => readHistory(evidence).filter(({ msg }) => msg.id !== ''),
    close: () => started.forEach((child) => child.kill('SIGKILL')),
  };
};

/** Prints a figure, and writes it beside as SVG. */
export const draw = ({ say, out }: Stage, name: string, figure: Figure): void => {
  for (const line of toTerminal(figure)) say(line);
  const file = join(out, `${name}.svg`);
  writeFileSync(file, toSvg(figure));
  say(`\nThe same as a drawing: ${file}\n`);
};
