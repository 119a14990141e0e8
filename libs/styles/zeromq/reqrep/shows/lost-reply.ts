import { openBareRequest, openRawSource, openReplier, openRequester } from '@parley/middleware/zeromq';
import type { Finding, Show } from '@parley/roles';

const free = 'tcp://127.0.0.1:0';

/** A replier takes a request and its reply never comes. */
export const show: Show = {
  title: 'What a lost reply does to a REQ socket, and to ours',
  rows: ['S18'],
  run: async ({ say }): Promise<Finding[]> => {
    const silent = await openRawSource({ bind: [free] });
    const bare = openBareRequest(silent.addresses[0]!, 200);
    const steps = [await bare.send('first'), await bare.receive(), await bare.send('second')];
    bare.close();
    await silent.close();
    say(`bare REQ: send ${steps[0]}, receive ${steps[1]}, send again ${steps[2]}.`);

    let lose = true;
    const replier = await openReplier({
      bind: [free],
      handle: async ([text]) => (lose ? new Promise<never>(() => {}) : [`${text}*`]),
      refused: () => undefined,
    });
    const { request, close } = openRequester({ connect: replier.addresses });
    const first = await request(['first'], { deadlineMs: 300 }).then(String, (error: Error) => error.name);
    lose = false;
    const second = await request(['second'], { deadlineMs: 5000 }).then(String, (error: Error) => error.name);
    say(`ours: first ${first}, second ${second}.`);
    await close();
    await replier.close();
    return [
      {
        says: 'a REQ socket whose reply was lost is of no more use',
        measured: steps.join(', '),
        holds: steps.join() === 'ok,EAGAIN,EFSM',
      },
      {
        says: 'ours says that the outcome is unknown, and goes on with the next request',
        measured: `${first}, ${second}`,
        holds: first === 'OutcomeUnknown' && second === 'second*',
      },
    ];
  },
};
