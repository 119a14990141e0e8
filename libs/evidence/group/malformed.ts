/** A history that can't be judged, with the line (from 1) that says so. Fatal: the same text will never do. */
export class Malformed extends Error {
  readonly kind = 'fatal';
  readonly reason = 'malformed';
  readonly line: number;
  readonly detail: Record<string, string>;

  constructor(says: string, { line, file }: { line: number; file?: string }) {
    super(`${file ? `${file}, ` : ''}line ${line}: ${says}`);
    this.name = 'Malformed';
    this.line = line;
    this.detail = { line: String(line), ...(file !== undefined && { file }) };
  }
}
