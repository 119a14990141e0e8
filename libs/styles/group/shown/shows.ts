import type { Finding, Show, Stage } from '@parley/roles';
import { partCommand, partHere } from '@parley/staging';
import { openLab, type Lab, type LabOptions } from './lab';
import { playMember } from './member';

/** Opens labs whose processes run this very show. */
export type InLab = <T>(
  options: Omit<LabOptions, 'command' | 'env' | 'out'>,
  run: (lab: Lab) => Promise<T>,
) => Promise<T>;

/** A show with groups of processes: each of them is the same program, which then plays a member. */
export const groupShow = (
  style: string,
  name: string,
  { title, rows, run }: { title: string; rows: string[]; run(stage: Stage, inLab: InLab): Promise<Finding[]> },
): Show => ({
  title,
  rows,
  run: async (stage) => {
    if (partHere()?.part === 'member') {
      await playMember();
      return [];
    }
    const inLab: InLab = async (options, run) => {
      const lab = openLab({ ...options, ...partCommand(style, name, 'member'), out: stage.out });
      try {
        return await run(lab);
      } finally {
        await lab.close();
      }
    };
    return run(stage, inLab);
  },
});
