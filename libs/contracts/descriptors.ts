import protobuf from 'protobufjs';
import { type Contract, isList, isOneOf, type Need, type Needs, type Scalar } from './contract';

const numbers = ['uint32', 'int32', 'sint32', 'fixed32', 'sfixed32'];

const fitting: Record<Scalar, string[]> = {
  string: ['string'],
  text: ['string'],
  time: ['string'],
  number: numbers,
  positive: numbers,
  int64: ['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'],
  boolean: ['bool'],
  bytes: ['bytes'],
};

const checkOne = (need: Need, field: protobuf.Field, path: string): string[] => {
  if (typeof need === 'string')
    return fitting[need].includes(field.type) ? [] : [`${path}: needs ${need}, but is ${field.type}`];
  if (isOneOf(need)) {
    const known = field.resolvedType instanceof protobuf.Enum ? field.resolvedType.values : undefined;
    if (!known) return field.type === 'string' ? [] : [`${path}: needs words, but is ${field.type}`];
    return need.oneOf.filter((word) => !(word in known)).map((word) => `${path}: has no ${word}`);
  }
  if (isList(need)) return [`${path}: needs a list of lists`];
  return field.resolvedType instanceof protobuf.Type
    ? checkAll(need, field.resolvedType, path)
    : [`${path}: needs a message, but is ${field.type}`];
};

const checkAll = (needs: Needs, type: protobuf.Type, prefix: string): string[] =>
  Object.entries(needs).flatMap(([name, need]) => {
    const path = `${prefix}.${name}`;
    const field = type.fields[name];
    if (!field) return [`${path}: there is no such field`];
    field.resolve();
    if (isList(need) !== field.repeated) return [`${path}: is ${field.repeated ? 'a list' : 'no list'}`];
    return checkOne(isList(need) ? need[0] : need, field, path);
  });

/**
 * What the Protobuf descriptors in `root` lack of what a consumer needs: a field that is gone or renamed, or one of
 * another type. Empty when the message can satisfy the contract.
 */
export const unmetByDescriptor = (contract: Contract, root: protobuf.Root): string[] => {
  const prefix = `${contract.consumer}: ${contract.message}`;
  const type = root.lookup(contract.message, protobuf.Type);
  if (!(type instanceof protobuf.Type)) return [`${prefix}: there is no such message`];
  const conditions: Needs = Object.fromEntries(Object.keys(contract.when ?? {}).map((name) => [name, 'string']));
  return checkAll({ ...conditions, ...contract.needs }, type, prefix);
};
