import { join } from 'node:path';
import { killChildren } from '@parley/faults';
import type { Style } from '@parley/taxonomy';
import { openBench } from './bench';
import { bundleStyle, filesOf } from './bundle';
import { openRunner } from './run-trials';
import { trials } from './trials';

/** Each lies in one thing; the trial that decides it has to convict, and say why. */
const liars = [
  ['liar-order', 'claims fifo and reorders', 'order under faults', /out of order/],
  ['liar-loss', 'claims at least once and loses', 'delivery under faults', /claimed at least once, but lost/],
  [
    'liar-early',
    'claims processed and returns early',
    'point of release',
    /claimed processed, but it is released when/,
  ],
  ['liar-queue', 'claims a queue and keeps nothing', 'receiver after sender', /taken and never delivered/],
  ['liar-log', 'claims a log and forgets what was read', 'read again', /claimed to be read again, but 0 of 5/],
  ['liar-replay', 'claims a queue and keeps what was read', 'read again', /claimed to be gone when taken, but 5 of 5/],
  ['liar-door', 'claims to ask who comes and asks nobody', 'wrong credentials', /it was let in/],
] as const;

afterAll(killChildren);

describe('a style that lies is convicted', () => {
  it.each(liars)(
    '%s %s: %s',
    async (id, _, name, because) => {
      const folder = join(__dirname, 'fixtures', id);
      const { style } = jest.requireActual<{ style: Style }>(join(folder, 'style'));
      const bench = openBench({ program: () => [bundleStyle(folder)], style, files: filesOf(folder, style), room: 2 });
      const { verdict } = await openRunner(bench)(trials.find((trial) => trial.name === name)!);
      expect(verdict).toMatchObject({ answer: 'violated', because: expect.stringMatching(because) });
      await bench.close();
    },
    120_000,
  );
});
