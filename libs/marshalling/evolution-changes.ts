import type { Plain } from './format';

/**
 * A change of one message. The values mean the same to the two versions; where one version has no way to say it, its
 * value is left out, and nothing that it reads can be right.
 */
export interface Change {
  change: string;
  old: string;
  new: string;
  oldValue?: Plain;
  newValue?: Plain;
}

/** The changes that people make, and two that they should not. */
export const changes: Change[] = [
  { change: 'add a field', old: '', new: 'string note = 2;', oldValue: {}, newValue: { note: 'x' } },
  { change: 'remove a field', old: 'string note = 2;', new: '', oldValue: { note: 'x' }, newValue: {} },
  {
    change: 'rename a field',
    old: 'string note = 2;',
    new: 'string remark = 2;',
    oldValue: { note: 'x' },
    newValue: { remark: 'x' },
  },
  {
    change: 'a new field takes an old one’s number',
    old: 'int64 total = 2;',
    new: 'int64 weight = 2;',
    oldValue: { total: '1299' },
    newValue: { weight: '7' },
  },
  {
    change: 'another number for a field',
    old: 'string note = 2;',
    new: 'string note = 3;',
    oldValue: { note: 'x' },
    newValue: { note: 'x' },
  },
  {
    change: 'int32 → int64, a small one',
    old: 'int32 total = 2;',
    new: 'int64 total = 2;',
    oldValue: { total: 5 },
    newValue: { total: '5' },
  },
  {
    change: 'int32 → int64, beyond 2^31',
    old: 'int32 total = 2;',
    new: 'int64 total = 2;',
    newValue: { total: '5000000000' },
  },
  {
    change: 'int32 → sint32',
    old: 'int32 total = 2;',
    new: 'sint32 total = 2;',
    oldValue: { total: 5 },
    newValue: { total: 5 },
  },
  {
    change: 'int64 → string',
    old: 'int64 total = 2;',
    new: 'string total = 2;',
    oldValue: { total: '5' },
    newValue: { total: '5' },
  },
  {
    change: 'one → many',
    old: 'string note = 2;',
    new: 'repeated string note = 2;',
    oldValue: { note: 'x' },
    newValue: { note: ['x'] },
  },
];
