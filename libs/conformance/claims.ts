import { claimsOf, type Style } from '@parley/taxonomy';
import type { Files } from './trial';
import { trials } from './trials';

/** Claims whose experiment is no trial that applies to the style and decides that axis: hypotheses, in one sentence each. */
export const untestedClaims = (style: Style, files: Files): string[] =>
  Object.entries(claimsOf(style)).flatMap(([axis, { experiment }]) => {
    const trial = trials.find(({ name }) => name === experiment.name);
    const deciders = trials.filter(({ decides }) => decides.includes(axis)).map(({ name }) => `'${name}'`);
    if (trial?.decides.includes(axis) && trial.applies(style, files)) return [];
    return [`${axis} names the trial '${experiment.name}'; it is decided by ${deciders.join(', ')}`];
  });
