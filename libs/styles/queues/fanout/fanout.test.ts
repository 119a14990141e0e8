import { openDesk, openStand, orderEvent, until } from '../vhost.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { setUp } from './setup';
import { exchange } from './topology';

jest.setTimeout(60_000);

test('a copy for each queue that there is at that moment, also of one that is away; with none at all, a dead letter', async () => {
  const stand = await openStand();
  try {
    const { notify } = await stand.keep(openSender(stand.place('publisher')));
    const [here, away] = [openDesk(), openDesk()];
    await notify!(orderEvent(1, {}));
    expect(await stand.rabbit.deadLetters.show(exchange, 5)).toMatchObject([
      { messageId: 'order-1', reason: 'unroutable' },
    ]);
    await setUp({ connect: [stand.url], receivers: ['away'] });
    await stand.keep(openReceiver(stand.place('here'), here.application));
    await notify!(orderEvent(2, {}));
    await stand.keep(openReceiver(stand.place('away'), away.application));
    await notify!(orderEvent(3, {}));
    await until(() => [here, away].every(({ taken }) => taken.at(-1)?.seq === 3));
    expect([here, away].map(({ taken }) => taken.map(({ seq }) => seq))).toEqual([
      [2, 3],
      [2, 3],
    ]);
  } finally {
    await stand.close();
  }
});
