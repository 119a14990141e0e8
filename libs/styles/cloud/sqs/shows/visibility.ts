import { onMoto } from '@parley/brokers';
import type { Message } from '@parley/marshalling';
import {
  awsPlace,
  contentOf,
  depthOf,
  ensureQueue,
  messageOf,
  openSqsReceiver,
  openSqsSender,
  type AwsPlace,
  type SqsQueueUrls,
} from '@parley/middleware/sqs';
import type { Finding, Show } from '@parley/roles';
import { ms, openCast, pause, until } from '@parley/staging';
import { queue, queueAt } from '../queue';

const notice = (seq: number, text: string): Message => ({
  id: `show-${seq}`,
  sender: 'show',
  seq,
  type: 'parley.show.v1.Notice',
  contentType: 'text/plain',
  headers: {},
  body: Buffer.from(text),
});

/** A receiver dies with a message in hand: it is hidden for a while, and then handed to another. */
async function killed(
  place: AwsPlace,
  address: string,
  out: string,
  say: (line: string) => void,
): Promise<{ hiddenMs: number; early: number; deliveries: number; inHand: number }> {
  const urls = await queueAt(place, 5000);
  const cast = openCast(out);
  try {
    const producer = await cast.start('sqs', 'producer', 'producer', { connect: address });
    const first = await cast.start('sqs', 'consumer', 'first', { connect: address });
    await first.tell({ do: 'behave', how: { is: 'hangs' } });
    const sent = await producer.send({ count: 1 });
    await cast.until(() => cast.got(first, sent).length === 1);
    const { inHand } = await depthOf(place, urls);
    say(`first has it in hand, and works on it: ${inHand} message is hidden from the others`);
    const second = await cast.start('sqs', 'consumer', 'second', { connect: address });
    // Two timeouts: it would be handed out again if nobody extended them.
    await pause(2 * queue.visibilityS * 1000);
    const early = cast.got(second, sent).length;
    say(`second asks all the while, for two timeouts: it was handed ${early}`);
    await first.kill();
    const died = performance.now();
    say('first is killed');
    await cast.until(() => cast.got(second, sent).length > 0);
    const hiddenMs = performance.now() - died;
    say(`second is handed the same message ${ms(hiddenMs)} later`);
    return { hiddenMs, early, deliveries: cast.got(first, sent).length + cast.got(second, sent).length, inHand };
  } finally {
    await cast.close();
  }
}

/** What is never deleted goes round, and then to the dead letters by the queue's own rule. */
async function hopeless(place: AwsPlace, say: (line: string) => void): Promise<{ tries: number; dead: number }> {
  const rule = { name: 'hopeless', visibilityS: 1, maxReceives: 3 };
  const urls = await ensureQueue(place, rule);
  const sender = openSqsSender(place, urls.url);
  let tries = 0;
  const receiver = openSqsReceiver(place, {
    ...urls,
    ...rule,
    waitS: 1,
    decode: messageOf,
    handle: async () => {
      tries += 1;
      throw new Error('not today');
    },
    refused: ({ message }) => say(message),
    failed: ({ message }) => say(message),
  });
  try {
    await sender.send(contentOf(notice(1, 'nobody can do this')));
    let dead = 0;
    for (const end = performance.now() + 10_000; dead === 0 && performance.now() < end;)
      ({ dead } = await depthOf(place, urls));
    say(`a message that nobody can handle: ${tries} deliveries, then ${dead} in ${rule.name}-dead`);
    return { tries, dead };
  } finally {
    await receiver.close();
    await sender.close();
  }
}

/** A FIFO queue: the groups' messages in their order, and a second one of the same id dropped. */
async function ordered(place: AwsPlace, say: (line: string) => void): Promise<Map<string, number[]>> {
  const rule = { name: 'ordered.fifo', visibilityS: 5, maxReceives: 3 };
  const urls: SqsQueueUrls = await ensureQueue(place, rule);
  const sender = openSqsSender(place, urls.url);
  const taken = new Map<string, number[]>([
    ['red', []],
    ['blue', []],
  ]);
  const receiver = openSqsReceiver(place, {
    ...urls,
    ...rule,
    waitS: 1,
    decode: messageOf,
    handle: async ({ seq, body }) => void taken.get(body.toString())!.push(seq),
    refused: ({ message }) => say(message),
    failed: ({ message }) => say(message),
  });
  try {
    const put = (seq: number) => {
      const group = seq % 2 ? 'red' : 'blue';
      return sender.send(contentOf(notice(seq, group)), { group, deduplication: `notice-${seq}` });
    };
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 8].map(put));
    await until(() => [...taken.values()].flat().length >= 8, 10_000);
    for (const [group, numbers] of taken) say(`FIFO, group ${group}: ${numbers.join(' ')}`);
    return taken;
  } finally {
    await receiver.close();
    await sender.close();
  }
}

export const show: Show = {
  title: 'Visibility timeout: what a receiver holds is hidden, not gone',
  rows: ['S34'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const ground = await onMoto('sqs')();
    try {
      const [address = ''] = ground.connect('show', 0);
      const place = awsPlace(address, 'sqs');
      const again = await killed(place, address, out, say);
      const dead = await hopeless(place, say);
      const groups = await ordered(place, say);
      return [
        {
          says: 'a message in hand stays in the queue, hidden from another one that asks, for as long as it is worked on',
          measured: `${again.inHand} hidden, ${again.early} handed to the other`,
          holds: again.inHand === 1 && again.early === 0,
        },
        {
          says: `a receiver that dies leaves it hidden for what is left of the visibility timeout (${queue.visibilityS} s, extended every second); then another one is handed it: at least once`,
          measured: `${again.deliveries} deliveries, the second ${ms(again.hiddenMs)} after the death`,
          // Two of the three seconds are left at least.
          holds: again.deliveries === 2 && again.hiddenMs > (queue.visibilityS - 1) * 1000 - 200,
        },
        {
          says: 'handed out three times and never deleted, it goes to the dead letters by the queue’s redrive policy',
          measured: `${dead.tries} deliveries, ${dead.dead} dead`,
          holds: dead.tries === 3 && dead.dead === 1,
        },
        {
          says: 'a FIFO queue keeps each group in its order, and drops a second message of the same id',
          measured: [...groups].map(([group, numbers]) => `${group} ${numbers.join(' ')}`).join('; '),
          holds: groups.get('red')!.join() === '1,3,5,7' && groups.get('blue')!.join() === '2,4,6,8',
        },
      ];
    } finally {
      await ground.close();
    }
  },
};
