import { openReplier, openRequester, type ClientCurve } from '@parley/middleware/zeromq';
import type { Finding, Show } from '@parley/roles';
import { credentials, mistaken, serverCurve } from '../keys';

const deadlineMs = 2000;

/** A server with a list of keys, and four clients. */
export const show: Show = {
  title: 'CURVE: who is let in, and what the others are told',
  rows: ['S18'],
  run: async ({ say }): Promise<Finding[]> => {
    const server = await openReplier({
      bind: ['tcp://127.0.0.1:0'],
      curve: serverCurve(),
      handle: async ([text]) => [`${text}*`],
      refused: () => undefined,
    });
    const ask = async (who: string, curve?: ClientCurve): Promise<string> => {
      const { request, close } = openRequester({ connect: server.addresses, curve });
      const started = performance.now();
      const answer = await request(['hello'], { deadlineMs }).then(
        String,
        (error: Error) => `${error.name}: ${error.message}`,
      );
      say(`${who}: ${answer} (${Math.round(performance.now() - started)} ms)`);
      await close();
      return answer;
    };
    const right = await ask('a client whose key is listed', credentials('right'));
    const unknown = await ask('a client whose key is not', credentials('wrong'));
    const plain = await ask('a client without a key');
    const wrong = await ask('a client that takes the server for another', mistaken());
    const { handled } = server.stats();
    await server.close();
    return [
      { says: 'the right key is let in', measured: right, holds: right === 'hello*' },
      { says: 'an unknown key is refused and told so', measured: unknown, holds: unknown.startsWith('Fatal') },
      { says: 'so is no key', measured: plain, holds: plain.startsWith('Fatal') },
      { says: 'who expects another server gets an error', measured: wrong, holds: wrong.startsWith('Retryable') },
      { says: 'nothing of theirs was handled', measured: `${handled} handled`, holds: handled === 1 },
    ];
  },
};
