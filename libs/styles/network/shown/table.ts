/** Rows as lines, their columns under one another. */
export const table = (rows: string[][]): string[] => {
  const width = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width[column]!))
      .join('  ')
      .trimEnd(),
  );
};
