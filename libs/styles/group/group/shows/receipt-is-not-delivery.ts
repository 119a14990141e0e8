import { table } from '@parley/staging';
import { drawHistory } from '../../shown/drawn';
import { deliveredBy, receivedBy, sentBy } from '../../shown/seen';
import { groupShow } from '../../shown/shows';

/** A message that has come and waits for another: the queue between receipt and delivery is looked at meanwhile. */
export const show = groupShow('group', 'receipt-is-not-delivery', {
  title: 'Receipt is not delivery: a message that has come is held back until what it waits for is there',
  rows: ['S47'],
  run: async (stage, inLab) =>
    inLab({ stack: ['udp', 'nack', 'causal'] }, async (lab) => {
      const { say } = stage;
      const [p1, p2, p3] = await lab.members(['p1', 'p2', 'p3']);
      // Nothing of p1 comes through to p3, and nobody passes it on: p3 will have to ask for it.
      await p3!.tell({ do: 'cut', from: ['p1'] });
      await p1!.send({ count: 1, texts: ['question'] });
      await lab.until((history) => deliveredBy(history, 'p2').length === 1);
      await p2!.send({ count: 1, texts: ['answer'] });
      const isHeld = async () => (await p3!.tell({ do: 'held' })).held!;
      await lab.until(async () => (await isHeld()).length > 0);
      const held = await isHeld();
      const [question, answer] = [sentBy(lab.history(), 'p1')[0]!, sentBy(lab.history(), 'p2')[0]!];
      const before = { received: receivedBy(lab.history(), 'p3'), delivered: deliveredBy(lab.history(), 'p3') };
      say('The queue between receipt and delivery, at p3, while nothing of p1 comes through:\n');
      const named = (id: string) => id.replaceAll(question, 'question').replaceAll(answer, 'answer');
      table(
        ['received', 'held by', 'why'],
        held.map(({ id, by, reason }) => [named(id), by, named(reason)]),
      ).forEach(say);
      await p3!.tell({ do: 'cut', from: [] });
      await lab.until((history) => deliveredBy(history, 'p3').length === 2);
      await lab.settled(300);
      const after = { received: receivedBy(lab.history(), 'p3'), delivered: deliveredBy(lab.history(), 'p3') };
      const empty = (await isHeld()).length;
      say(`\nThen the way is free: p3 received ${after.received.map(named).join(', ')};`);
      say(`p3 delivered ${after.delivered.map(named).join(', ')}.\n`);
      drawHistory(stage, 'receipt-is-not-delivery', 'Held back until the question is there', lab.history());
      return [
        {
          says: 'The answer has been received and not delivered; the queue can be looked at and says what it waits for',
          measured: held.map(({ id, reason }) => `${named(id)}: ${named(reason)}`).join('; '),
          holds: before.received.includes(answer) && before.delivered.length === 0 && held[0]?.id === answer,
        },
        {
          says: 'The order of deliveries is another one than that of receipts',
          measured: `received ${after.received.map(named).join(', ')}; delivered ${after.delivered.map(named).join(', ')}`,
          holds:
            after.received.join() === `${answer},${question}` && after.delivered.join() === `${question},${answer}`,
        },
        { says: 'Afterwards nothing waits', measured: `${empty} held back`, holds: empty === 0 },
      ];
    }),
});
