import { type Contract, isList, isOneOf, type Need, type Needs, type Scalar } from './contract';

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const whole = (value: unknown, least: number): boolean => Number.isInteger(value) && (value as number) >= least;

const scalars: Record<Scalar, [(value: unknown) => boolean, what: string]> = {
  string: [(value) => typeof value === 'string', 'a string'],
  text: [(value) => typeof value === 'string' && value !== '', 'a string that is not empty'],
  time: [(value) => typeof value === 'string' && iso.test(value) && !Number.isNaN(Date.parse(value)), 'a time in UTC'],
  number: [(value) => whole(value, 0), 'a whole number'],
  positive: [(value) => whole(value, 1), 'a whole number above 0'],
  int64: [(value) => typeof value === 'string' && /^-?\d+$/.test(value), 'int64 as digits'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  bytes: [(value) => value instanceof Uint8Array, 'bytes'],
};

const shown = (value: unknown): string => (value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value)));

const check = (need: Need, value: unknown, path: string): string[] => {
  const refuse = (what: string) => [`${path}: needs ${what}, got ${shown(value)}`];
  if (typeof need === 'string') {
    const [fits, what] = scalars[need];
    return fits(value) ? [] : refuse(what);
  }
  if (isOneOf(need)) return need.oneOf.includes(value as string) ? [] : refuse(`one of ${need.oneOf.join(', ')}`);
  if (isList(need))
    return Array.isArray(value)
      ? value.flatMap((each, index) => check(need[0], each, `${path}[${index}]`))
      : refuse('a list');
  return typeof value === 'object' && value !== null
    ? fields(need, value as Record<string, unknown>, `${path}.`)
    : refuse('a message');
};

const fields = (needs: Needs, value: Record<string, unknown>, prefix: string): string[] =>
  Object.entries(needs).flatMap(([name, need]) => check(need, value[name], `${prefix}${name}`));

/**
 * What a decoded message (of the shape that the codecs give) lacks of what its consumer needs; empty when it satisfies
 * the contract, or when the contract is not about such a message (`when`).
 */
export const satisfies = (contract: Contract, value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [`${contract.consumer}: ${contract.message} is no message`];
  const message = value as Record<string, unknown>;
  const applies = Object.entries(contract.when ?? {}).every(([name, word]) => message[name] === word);
  return applies ? fields(contract.needs, message, `${contract.consumer}: ${contract.message}.`) : [];
};
