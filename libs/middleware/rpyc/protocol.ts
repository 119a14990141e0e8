/** The numbers of RPyC's protocol, as version 6 of the library speaks it (rpyc/core/consts.py). */
export const messages = { request: 1, reply: 2, exception: 3 } as const;

/** How a value travels: as itself; as a tuple of such; as what the receiver owns; as what the sender owns. */
export const labels = { value: 1, tuple: 2, yours: 3, mine: 4 } as const;

export const handlers = {
  ping: 1,
  close: 2,
  getRoot: 3,
  getAttribute: 4,
  deleteAttribute: 5,
  setAttribute: 6,
  call: 7,
  callAttribute: 8,
  repr: 9,
  str: 10,
  compare: 11,
  hash: 12,
  dir: 13,
  drop: 15,
  inspect: 16,
  iterate: 17,
} as const;

/** What the wire says of a StopIteration instead of the whole exception. */
export const stopIteration = 1;

/** Names an object of the other side: its class's name, its class's number, its own number (0: it is a class). */
export type IdPack = readonly [name: string, type: number | bigint, instance: number | bigint];
