import { isFullRun } from '@parley/faults/testing';
import type { Style } from '@parley/taxonomy';
import type { Trial } from './trial';

/** What is asked of every style every day, also where its adapter is another style's: what is kept, for whom, until when. */
const everyStyles: ReadonlySet<string> = new Set([
  'one message',
  'receiver after sender',
  'read again',
  'point of release',
  'broker killed',
  'two receivers',
  'receiver absent',
  'wrong credentials',
]);

/**
 * Whether this run asks it: all of a style that has an adapter of its own, of one that uses another's in the same way what
 * tells the two apart. `npm run test:full` asks everything of everybody.
 */
export const isAskedToday = ({ adapterOf }: Style, { name }: Trial): boolean =>
  isFullRun() || adapterOf === undefined || everyStyles.has(name);
