import { codecFor } from './codecs';

/** Expects that the bytes are undecodable, as that type in that content type. */
export const refused = (
  contentType: string,
  bytes: Uint8Array | string,
  type = 'parley.orders.v1.OrderEvent',
): void => {
  let thrown: unknown;
  try {
    codecFor(contentType).decode(type, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ kind: 'fatal', reason: 'undecodable' });
};
