import { openReplier } from './index';

/** A replier in a process of its own, to be frozen: it answers with what it was asked. */
void openReplier({ bind: ['tcp://127.0.0.1:0'], handle: async (frames) => frames, refused: () => undefined }).then(
  ({ addresses }) => console.log(JSON.stringify({ event: 'bound', address: addresses[0] })),
);
