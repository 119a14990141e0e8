import { packWords, unpackWords } from './words';

/** A place in memory that a procedure can change. */
export interface Cell {
  value: number;
}

/** A procedure that works on its parameters and gives nothing back but what it has changed. */
export type Procedure = (...cells: Cell[]) => void;

/** Call by value: the procedure has copies; what it does to them, the caller does not see. */
export const byValue = (procedure: Procedure, ...cells: Cell[]): void =>
  procedure(...cells.map((cell) => ({ ...cell })));

/** Call by reference: the procedure has the caller's own places; two parameters may be the same place. */
export const byReference = (procedure: Procedure, ...cells: Cell[]): void => procedure(...cells);

const asBytes = (cells: Cell[]): Buffer => packWords([{ array: 'integer' }], [cells.map(({ value }) => value)], 'big');

const asCells = (bytes: Buffer): Cell[] =>
  (unpackWords([{ array: 'integer' }], bytes, 'big')[0] as number[]).map((value) => ({ value }));

/** The far side: unpacks, calls, packs what the parameters are now. */
const serve = (procedure: Procedure, request: Buffer): Buffer => {
  const cells = asCells(request);
  procedure(...cells);
  return asBytes(cells);
};

/**
 * Call by copy/restore, as a remote call does it: the values go as bytes, the procedure works on copies at the far side,
 * the values come back as bytes and are put into the caller's places, in the order of the parameters. The same as by
 * reference, but where two parameters are one place: there each copy knows nothing of the other, and the last one stays.
 */
export const byCopyRestore = (procedure: Procedure, ...cells: Cell[]): void => {
  const reply = asCells(serve(procedure, asBytes(cells)));
  cells.forEach((cell, index) => (cell.value = reply[index]!.value));
};

/** One place given twice to a procedure that adds one to each parameter: what is in it afterwards, each way. */
export const passing = (): { after: Record<string, { apart: number[]; aliased: number }>; lines: string[] } => {
  const ways = { 'by value': byValue, 'by reference': byReference, 'by copy/restore': byCopyRestore };
  const addOne: Procedure = (...parameters) => parameters.forEach((cell) => (cell.value += 1));
  const after = Object.fromEntries(
    Object.entries(ways).map(([name, way]) => {
      const [a, b, same] = [{ value: 0 }, { value: 0 }, { value: 0 }];
      way(addOne, a, b);
      way(addOne, same, same);
      return [name, { apart: [a.value, b.value], aliased: same.value }];
    }),
  );
  return {
    after,
    lines: Object.entries(after).map(
      ([name, { apart, aliased }]) =>
        `${name.padEnd(16)} a and b: ${apart.join(' and ')}; the same place twice: ${aliased}`,
    ),
  };
};
