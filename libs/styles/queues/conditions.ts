import { Fatal } from '@parley/faults';

/** What a field of a message has to be; `path` leads to it, names between dots. All of it is data, so that it can be kept and edited. */
export type Condition = { path: string } & (
  { is: string | number | boolean } | { above: number } | { below: number } | { contains: string }
);

const comparisons = ['is', 'above', 'below', 'contains'] as const;

const wrong = (what: string): Fatal => new Fatal(what, { reason: 'invalid-rule' });

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFit: Record<(typeof comparisons)[number], (value: unknown) => boolean> = {
  is: (value) => ['string', 'boolean'].includes(typeof value) || Number.isFinite(value),
  above: Number.isFinite,
  below: Number.isFinite,
  contains: (value) => typeof value === 'string',
};

/** Checks a condition that somebody wrote. Throws Fatal `invalid-rule`, and says what is wrong with it. */
export const readCondition = (value: unknown): Condition => {
  if (!isPlain(value)) throw wrong('a condition is an object: {"path": …, "is": …}');
  const { path, ...rest } = value;
  if (typeof path !== 'string' || !/^\w+(\.\w+)*$/.test(path))
    throw wrong(`the path ${JSON.stringify(path)} is no names between dots`);
  const [how, ...more] = Object.keys(rest);
  const known = comparisons.find((name) => name === how);
  if (!known || more.length > 0) throw wrong(`a condition on ${path} has exactly one of ${comparisons.join(', ')}`);
  if (!isFit[known](rest[known])) throw wrong(`${path}: ${known} ${JSON.stringify(rest[known])} can never be`);
  return value as Condition;
};

// A list is looked into: one of its members is enough.
const valuesAt = (value: unknown, [name, ...path]: string[]): unknown[] => {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, name === undefined ? [] : [name, ...path]));
  if (name === undefined) return [value];
  return isPlain(value) && Object.hasOwn(value, name) ? valuesAt(value[name], path) : [];
};

// int64 comes as text, so that nothing of it is lost.
const numberOf = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;

const holdsOf = (condition: Condition, value: unknown): boolean => {
  if ('above' in condition) return numberOf(value) > condition.above;
  if ('below' in condition) return numberOf(value) < condition.below;
  if ('contains' in condition) return typeof value === 'string' && value.includes(condition.contains);
  return typeof condition.is === 'number' ? numberOf(value) === condition.is : value === condition.is;
};

/** Whether all conditions hold of a message's body; a field that is not there fits none. */
export const fitsAll = (conditions: readonly Condition[], body: unknown): boolean =>
  conditions.every((condition) => valuesAt(body, condition.path.split('.')).some((value) => holdsOf(condition, value)));
