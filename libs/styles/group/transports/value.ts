/** What a packet is made of: JSON, and runs of bytes. */
export type Value =
  null | boolean | number | string | Uint8Array | readonly Value[] | { readonly [key: string]: Value | undefined };

/** First byte of a value; 0 to 127 is that number itself. */
export const tag = {
  null: 0x80,
  false: 0x81,
  true: 0x82,
  whole: 0x83,
  negative: 0x84,
  real: 0x85,
  text: 0x86,
  known: 0x87,
  bytes: 0x88,
  array: 0x89,
  object: 0x8a,
  /** A text whose characters are all below 256, a byte each: bytes that travel as text. */
  latin: 0x8b,
} as const;

/** A text up to so many bytes is written once a frame, and afterwards by its number: names of headers, of members. */
export const longestKnown = 48;
