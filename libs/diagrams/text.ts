// Control characters move a terminal's cursor and are no XML; the others turn the direction of what follows.
const unfit =
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that changes nothing but the place where it stands. */
export const plain = (text: string): string => text.replace(unfit, ' ');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text for XML, in an element or an attribute. */
export const escaped = (text: string): string =>
  plain(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** At most `width` characters, the last an ellipsis where something is left out. */
export const cut = (text: string, width: number): string => {
  const all = Array.from(plain(text));
  if (all.length <= width) return all.join('');
  return width > 0 ? `${all.slice(0, width - 1).join('')}…` : '';
};

/** Milliseconds, as short as they can be told apart. */
export const time = (ms: number): string => `${ms.toFixed(Math.abs(ms) < 100 ? 3 : 1)} ms`;
