import type { Guarantee } from './layer';
import type { Stack } from './stack';

/**
 * Where a promise ends though nobody is wrong: with `layer` and without any of `unless`, `loses` is lost when `dies`.
 * What is left is safety: nothing false is delivered, but something that is due may never come.
 */
export const limits: readonly {
  layer: string;
  unless: readonly string[];
  loses: readonly Guarantee[];
  dies: 'the first member' | 'anybody' | 'half of the members';
  reason: string;
}[] = [
  {
    layer: 'sequencer',
    unless: ['views'],
    loses: ['validity'],
    dies: 'the first member',
    reason: 'nobody numbers messages any more: only a new view makes a new sequencer',
  },
  {
    layer: 'causal-sequencer',
    unless: ['views'],
    loses: ['validity'],
    dies: 'the first member',
    reason: 'nobody numbers messages any more: only a new view makes a new sequencer',
  },
  {
    layer: 'sequencer-stream',
    unless: ['views'],
    loses: ['validity'],
    dies: 'the first member',
    reason: 'nobody streams the order any more: only a new view makes a new sequencer',
  },
  {
    layer: 'causal-clocks',
    unless: ['views'],
    loses: ['validity'],
    dies: 'anybody',
    reason: 'the time of the dead is waited for for ever: only a new view ends that',
  },
  {
    layer: 'causal',
    unless: ['relay', 'uniform', 'views'],
    loses: ['validity'],
    dies: 'anybody',
    reason: 'a message waits for one that only the dead had: agreement below would have brought it',
  },
  {
    layer: 'uniform',
    unless: ['views'],
    loses: ['validity', 'agreement', 'uniform-agreement'],
    dies: 'half of the members',
    reason: 'no majority is left to say that it has a message',
  },
  {
    layer: 'views',
    unless: [],
    loses: ['validity', 'agreement', 'uniform-agreement'],
    dies: 'half of the members',
    reason: 'no majority of the view is left to agree on the next one: the rest waits',
  },
];

/** What a stack promises to those that are left when these members of a group are dead or cut off. */
export const claimsOf = (stack: Stack, members: readonly string[], dead: readonly string[]): Guarantee[] => {
  const isMet = {
    'the first member': dead.includes(members[0]!),
    anybody: dead.length > 0,
    'half of the members': dead.length * 2 >= members.length,
  };
  const lost = limits
    .filter(({ layer, unless, dies }) => {
      const stands = stack.layers.includes(layer) && !unless.some((name) => stack.layers.includes(name));
      return stands && isMet[dies];
    })
    .flatMap(({ loses }) => loses);
  return [...stack.gives].filter((guarantee) => !lost.includes(guarantee));
};
