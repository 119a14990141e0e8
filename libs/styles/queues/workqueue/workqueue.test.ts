import { startChild, killChildren } from '@parley/faults/testing';
import { join } from 'node:path';
import { openDesk, openStand, until } from '../vhost.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { deliveries, queue } from './topology';

jest.setTimeout(60_000);

let stand: Awaited<ReturnType<typeof openStand>>;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(async () => {
  killChildren();
  await stand.close();
});

const task = (name: string) => ({
  id: name,
  sender: 'a',
  seq: 1,
  type: 'task',
  contentType: 'application/octet-stream',
  headers: {},
  body: Buffer.from(name),
});

test('a task that kills each worker that takes it is set aside by the broker; the others go on, and it can be sent again', async () => {
  const source = await stand.keep(openSender(stand.place('source')));
  for (const name of ['deadly', 'one', 'two']) await source.notify!(task(name));
  const dead = async () => (await stand.rabbit.depth(`${queue}.dead`)) > 0;
  let died = 0;
  for (; !(await dead()) && died < 20; died++) {
    const worker = startChild(join(__dirname, 'worker.child.ts'), { env: { URL: stand.url } });
    await Promise.race([worker.exited, until(dead)]);
    worker.kill('SIGKILL');
    await worker.exited;
  }
  const letters = await stand.rabbit.deadLetters.show(queue, 5);
  expect(letters.map(({ messageId }) => messageId)).toContain('deadly');
  // What was at hand of a worker that dies has been handed out as often.
  expect(new Set(letters.map(({ reason }) => reason))).toEqual(new Set(['delivery_limit']));
  expect(died).toBeGreaterThanOrEqual(deliveries);
  const { taken, application } = openDesk();
  await stand.keep(openReceiver(stand.place('worker'), application));
  await source.notify!(task('later'));
  await until(() => taken.some(({ id }) => id === 'later'));
  expect(await stand.rabbit.deadLetters.redrive(queue, 5)).toBe(letters.length);
  await until(() => letters.every(({ messageId }) => taken.some(({ id }) => id === messageId)));
});

test('whoever is done first gets the next task', async () => {
  const [slow, quick] = [openDesk(), openDesk()];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const stuck = {
    ...slow.application,
    notify: async (...[one]: Parameters<typeof slow.application.notify>) => {
      slow.taken.push(one);
      await held;
    },
  };
  await stand.keep(openReceiver(stand.place('slow'), stuck));
  await stand.keep(openReceiver(stand.place('quick'), quick.application));
  const source = await stand.keep(openSender(stand.place('source')));
  for (let n = 1; n <= 20; n++) await source.notify!(task(`t${n}`));
  await until(() => quick.taken.length === 18);
  expect(slow.taken).toHaveLength(1);
  letGo();
});
