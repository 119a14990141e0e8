const outsideXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Whether XML 1.0 has a way to write each of these characters (production 2, `Char`). */
export const isXmlText = (text: string): boolean => !outsideXml.test(text);

const written: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Text as it stands between two tags. A reader turns a bare carriage return into a line feed, so it is named. */
export const escapeXml = (text: string): string => text.replace(/[&<>\r]/g, (one) => written[one]!);

const known: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const character = (digits: string, radix: number): string => {
  const text = String.fromCodePoint(Number.parseInt(digits, radix));
  if (!isXmlText(text)) throw new RangeError('a character that XML does not have');
  return text;
};

/**
 * The reverse, of what any writer may have named: the five entities of XML itself and characters by number. Throws
 * RangeError for every other entity: none is ever looked up, so that a few bytes cannot grow to gigabytes.
 */
export const unescapeXml = (text: string): string =>
  text.replace(/&([^;&]{0,12};)?/g, (_all, name = '') => {
    const [, hex, digits] = /^#(?:x([\da-fA-F]+)|(\d+));$/.exec(name) ?? [];
    if (hex) return character(hex, 16);
    if (digits) return character(digits, 10);
    const found = Object.hasOwn(known, name.slice(0, -1)) ? known[name.slice(0, -1)] : undefined;
    if (found === undefined) throw new RangeError(`an entity that XML itself does not have: &${name}`);
    return found;
  });
