import { cut, plain } from './text';

/** Characters by row and column. */
export type Canvas = string[][];

/** Writes over what stands there, as far as the row goes. */
export const put = (canvas: Canvas, row: number, x: number, text: string): void => {
  const cells = canvas[row];
  if (cells) Array.from(text).forEach((character, index) => x + index < cells.length && (cells[x + index] = character));
};

/** Lines of words, none longer than the width. */
export const wrap = (text: string, width: number): string[] =>
  plain(text)
    .split(/\s+/)
    .reduce<string[]>(
      (found, word) => {
        const last = found.at(-1) ?? '';
        const longer = last ? `${last} ${word}` : word;
        return Array.from(longer).length <= width
          ? [...found.slice(0, -1), longer]
          : [...found.filter((line) => line !== ''), cut(word, width)];
      },
      [''],
    );
