import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, killChildren } from '@parley/faults/testing';
import { openLab, type Lab, type LabOptions } from './lab';

/** The command of a member, from its source. */
export const memberCommand = (): string[] => {
  const entry = { entryPoints: [join(__dirname, 'member.child.ts')] };
  return [process.execPath, bundle({ name: 'group-member', entry })];
};

/** Runs in a lab that is gone afterwards. */
export async function inLab<T>(
  options: Omit<LabOptions, 'command' | 'out'>,
  run: (lab: Lab) => Promise<T>,
): Promise<T> {
  const lab = openLab({ ...options, command: memberCommand(), out: tmpdir() });
  try {
    return await run(lab);
  } finally {
    await lab.close();
    killChildren();
  }
}
