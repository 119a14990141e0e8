import { openProxy } from '@parley/faults';
import { openDesk, openStand, orderEvent, until } from '../vhost.fixture';
import { openMiddle } from './middle';
import { subscriberBy } from './receiver';
import { editRules } from './repository';
import type { Edit, Rule } from './rules';
import { openSender } from './sender';
import { inbox, intake, repository, topologyOf } from './topology';
import { declaring } from '../declared';

jest.setTimeout(60_000);

let stand: Awaited<ReturnType<typeof openStand>>;
beforeEach(async () => {
  stand = await openStand();
  await declaring(topologyOf(['xml', 'json']))({ connect: [stand.url], receivers: [] });
});
afterEach(() => stand.close());

const edit = (one: Edit) => editRules(stand.rabbit.publisher(), one);
const norway = [{ path: 'country', is: 'Norway' }];
const publishing = async () => {
  const { notify } = await stand.keep(openSender(stand.place('publisher')));
  let seq = 0;
  return (country: string) => notify!(orderEvent((seq += 1), { country }));
};

test('a rule that is changed while it runs holds from then on; one that is none is a dead letter, and changes nothing', async () => {
  await stand.keep(openMiddle(stand.place('matcher')));
  const desk = openDesk();
  const rule = { id: 'x', topic: 'parley.orders.#', where: norway, to: 'xml', as: 'application/xml' } as const;
  await stand.keep(subscriberBy(() => rule)(stand.place('xml'), desk.application));
  const publish = await publishing();
  await until(async () => (await stand.rabbit.depth(repository)) === 0);
  await publish('Norway');
  await publish('Spain');
  await until(async () => desk.taken.length === 1 && (await stand.rabbit.depth(`${intake}.dead`)) === 1);
  expect(desk.taken[0]).toMatchObject({ id: 'order-1', contentType: 'application/xml' });
  expect(`${desk.taken[0]!.body}`).toContain('<country>Norway</country>');
  expect(await stand.rabbit.deadLetters.show(intake, 5)).toMatchObject([{ messageId: 'order-2', reason: 'no-rule' }]);

  await edit({ put: { ...rule, as: 'application/pdf' as 'application/json' } });
  await until(async () => (await stand.rabbit.depth(`${repository}.dead`)) === 1);
  expect(await stand.rabbit.deadLetters.show(repository, 5)).toMatchObject([{ reason: 'invalid-rule' }]);
  await edit({ put: { ...rule, where: [], as: 'application/json' } });
  await until(async () => (await stand.rabbit.depth(repository)) === 0);
  await publish('Spain');
  await until(() => desk.taken.length === 2);
  expect(desk.taken[1]).toMatchObject({ id: 'order-3', contentType: 'application/json' });
});

test('a second matcher stands by; when the first is gone it has all rules, and nothing is lost between', async () => {
  const first = await openMiddle(stand.place('first'));
  for (const to of ['xml', 'json'])
    await edit({
      put: { id: to, topic: '#', where: [], to, as: to === 'xml' ? 'application/xml' : 'application/json' },
    });
  await edit({ put: { id: 'gone', topic: '#', where: [], to: 'nobody', as: 'as sent' } });
  await edit({ remove: 'gone' });
  await stand.keep(openMiddle(stand.place('second')));
  const publish = await publishing();
  await until(async () => (await stand.rabbit.depth(repository)) === 0);
  await publish('Norway');
  await until(async () => (await stand.rabbit.depth(inbox('xml'))) === 1);
  await first.close();
  await publish('Spain');
  await until(
    async () => (await stand.rabbit.depth(inbox('xml'))) === 2 && (await stand.rabbit.depth(inbox('json'))) === 2,
  );
  expect(await stand.rabbit.depth(`${intake}.dead`)).toBe(0);
});

test('a matcher that was cut off from its rules matches nothing until they are its own again', async () => {
  const { hostname, port } = new URL(stand.url);
  const proxy = await stand.keep(openProxy({ carrier: 'tcp', target: { host: hostname, port: Number(port) } }));
  const through = new URL(stand.url);
  through.port = String(proxy.port);
  const rule = (as: Rule['as']): Edit => ({ put: { id: 'xml', topic: '#', where: [], to: 'xml', as } });
  await edit(rule('application/xml'));
  await stand.keep(openMiddle({ ...stand.place('first'), connect: [through.href] }));
  await until(async () => (await stand.rabbit.depth(repository)) === 0);
  await stand.keep(openMiddle(stand.place('second')));
  const publish = await publishing();
  await publish('Norway');
  await until(async () => (await stand.rabbit.depth(inbox('xml'))) === 1);
  proxy.cut();
  await edit(rule('application/json'));
  await until(async () => (await stand.rabbit.depth(repository)) === 0 && proxy.connections() > 0);
  for (let n = 0; n < 20; n++) await publish('Spain');
  // The first may have come twice: it was cut off before it had acknowledged.
  const formats = new Map<string, string>();
  const handed = stand.rabbit.consume({ queue: inbox('xml'), prefetch: 50 }, async ({ messageId, contentType }) => {
    formats.set(messageId, contentType);
  });
  await until(() => formats.size === 21);
  await handed.drain();
  expect([...formats.values()].slice(1)).toEqual(Array<string>(20).fill('application/json'));
});
