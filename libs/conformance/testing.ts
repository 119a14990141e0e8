import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { killChildren } from '@parley/faults';
import type { OpenGround, SetUp } from '@parley/roles';
import type { Style } from '@parley/taxonomy';
import { openBench } from './bench';
import { bundleStyle, filesOf } from './bundle';
import { untestedClaims } from './claims';
import { complaint, openRunner } from './run-trials';
import { isAskedToday } from './today';
import { trials } from './trials';

/** From the moment at which jest starts it: the wait for its turn counts. */
const trialTimeoutMs = 300_000;

/** Sessions of fresh processes at a time, beside the calm one. */
const room = 2;

/**
 * Declares the shared suite for the style in a folder: a jest test for each trial that its record picks. Call it at the top
 * level of the style's own test file: `conformance(__dirname)`. A trial that is undecided fails as one that is violated.
 */
export function conformance(folder: string): void {
  const load = <T extends object>(name: string): T => jest.requireActual<T>(join(folder, name));
  const { style } = load<{ style: Style }>('style');
  const files = filesOf(folder, style);
  const openGround = existsSync(join(folder, 'ground.ts'))
    ? load<{ openGround: OpenGround }>('ground').openGround
    : undefined;
  const setUp = existsSync(join(folder, 'setup.ts')) ? load<{ setUp: SetUp }>('setup').setUp : undefined;
  const bench = openBench({ program: () => [bundleStyle(folder)], style, files, openGround, setUp, room });
  const run = openRunner(bench);

  describe(`${style.id} conforms to its record`, () => {
    it('is called as its folder, and each claim names the trial that decides it', () => {
      expect(style.id).toBe(basename(folder));
      expect(untestedClaims(style, files)).toEqual([]);
    });

    for (const trial of trials)
      if (trial.applies(style, files) && isAskedToday(style, trial))
        it.concurrent(
          trial.name,
          async () => {
            const result = await run(trial);
            if (result.verdict.answer !== 'holds') throw new Error(complaint(result));
          },
          trialTimeoutMs,
        );

    afterAll(async () => {
      await bench.close();
      killChildren();
    });
  });
}
