import type { OrderView } from './order.domain';

/** Longer words are cut: nobody types them. */
const longest = 40;
/** Words of a question; the others are passed over. */
const most = 8;

/** The words of a text, in lower case, without accents: what is between anything that is neither letter nor digit. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return [...new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? [])].map((word) => word.slice(0, longest));
}

/** Under which words an order is found: its state, customer, country, reference, skus and id. Sorted, each once. */
export function termsOf({ orderId, told }: OrderView): string[] {
  const texts = told
    ? [told.type, told.customer, told.country, told.reference, ...told.lines.map(({ sku }) => sku)]
    : [];
  return [...new Set([...texts.flatMap(wordsOf), orderId.toLowerCase().slice(0, longest)])].sort();
}

/** The terms that all have to be there: words, and ids whole. Empty when the question has none. */
export function asked(question: string): string[] {
  const isId = /^[0-9a-f]+(-[0-9a-f]+){2,}$/i;
  const terms = question.split(/\s+/).flatMap((text) => (isId.test(text) ? [text.toLowerCase()] : wordsOf(text)));
  return [...new Set(terms)].slice(0, most);
}
