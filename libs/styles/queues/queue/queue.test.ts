import { join } from 'node:path';
import { Fatal, killChildren, startProcess } from '@parley/faults';
import type { Application, DeckPlace } from '@parley/roles';
import { openDesk, openStand, until } from '../vhost.fixture';
import { deck } from './deck';
import { startJava } from './java';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { openStranger } from './stranger';
import { queue } from './topology';

jest.setTimeout(60_000);

let stand: Awaited<ReturnType<typeof openStand>>;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(async () => {
  killChildren();
  await stand.close();
});

const message = (text: string, more: { contentType?: string } = {}) => ({
  id: `m-${text}`,
  sender: 'a',
  seq: 1,
  type: 'text',
  contentType: 'application/octet-stream',
  headers: { colour: 'blue' },
  body: Buffer.from(text),
  ...more,
});

/** A program of the deck in this process. */
const run = (role: 'producer' | 'consumer') => {
  const said: string[] = [];
  const stop = new AbortController();
  let ready = (_: string[]) => {};
  const started = new Promise<string[]>((resolve) => (ready = resolve));
  const place: DeckPlace = {
    ...stand.place(role),
    ready,
    say: (line) => void said.push(line),
    signal: stop.signal,
    args: [],
  };
  return { said, started, ended: deck[role]!(place), stop: () => stop.abort() };
};

describe('the lecture’s hello world', () => {
  test('its Send in Java reaches our consumer', async () => {
    const consumer = run('consumer');
    await consumer.started;
    const send = await startJava('Send', stand.url);
    expect((await send.exited).code).toBe(0);
    await until(() => consumer.said.length === 1);
    expect(consumer.said).toEqual(['Hello World!']);
    consumer.stop();
    await consumer.ended;
  });

  test('our producer reaches its Recv in Java', async () => {
    const receive = await startJava('Recv', stand.url);
    const producer = run('producer');
    expect(await receive.line(/./)).toBe('Hello World!');
    await producer.ended;
  });
});

describe('a client in Python, from the README alone', () => {
  const peer = (name: string, ...args: string[]) =>
    startProcess([process.env.PARLEY_PYTHON ?? 'python3', join(__dirname, 'peers', name), stand.url, ...args]);

  test('what it puts is delivered by our consumer', async () => {
    const { taken, application } = openDesk();
    await stand.keep(openReceiver(stand.place('consumer'), application));
    expect(await peer('put.py', 'from python').line(/./)).toBe('stored');
    await until(() => taken.length === 1);
    expect(taken[0]).toMatchObject({ id: 'python-1', sender: 'python', seq: 1, headers: { colour: 'blue' } });
    expect(taken[0]!.body.toString()).toBe('from python');
  });

  test('it gets what our producer puts', async () => {
    const producer = await stand.keep(openSender(stand.place('producer')));
    const python = peer('get.py');
    await python.line(/^ready$/);
    await producer.notify!(message('to python'));
    expect(JSON.parse(await python.line(/^\{/))).toEqual({
      id: 'm-to python',
      type: 'text',
      contentType: 'application/octet-stream',
      sender: 'a',
      seq: '1',
      colour: 'blue',
      persistent: true,
      body: 'to python',
    });
  });
});

describe('what cannot be handled goes to the dead letters, with its reason, and the next is handled', () => {
  const applicationThat = (notify: Application['notify']) => {
    const desk = openDesk();
    return { ...desk, application: { ...desk.application, notify } };
  };
  const letter = async () => {
    await until(async () => (await stand.rabbit.depth(`${queue}.dead`)) === 1);
    return (await stand.rabbit.deadLetters.show(queue, 1))[0];
  };

  test('bytes that are no message', async () => {
    const { taken, refused, application } = openDesk();
    await stand.keep(openReceiver(stand.place('consumer'), application));
    const stranger = await stand.keep(openStranger(stand.place('stranger')));
    await stranger.say(Buffer.from('GET / HTTP/1.1'));
    expect(await letter()).toMatchObject({ reason: 'undecodable', attempts: 1 });
    expect(refused.map(({ reason }) => reason)).toEqual(['undecodable']);
    const producer = await stand.keep(openSender(stand.place('producer')));
    await producer.notify!(message('next'));
    await until(() => taken.length === 1);
  });

  test('what the application refuses, at once; its headers are kept', async () => {
    const { application } = applicationThat(async () => {
      throw new Fatal('not for us', { reason: 'unknown-content-type' });
    });
    await stand.keep(openReceiver(stand.place('consumer'), application));
    const producer = await stand.keep(openSender(stand.place('producer')));
    await producer.notify!(message('odd', { contentType: 'application/x-odd' }));
    const { headers, ...rest } = (await letter())!;
    expect(rest).toMatchObject({ messageId: 'm-odd', reason: 'unknown-content-type', attempts: 1 });
    expect(headers.colour).toBe('blue');
  });

  test('what fails each time, after three attempts; the next waits for that, and comes', async () => {
    const seen: string[] = [];
    const { application } = applicationThat(async ({ body }) => {
      seen.push(body.toString());
      if (body.toString() === 'poison') throw new TypeError('a fault');
    });
    await stand.keep(openReceiver(stand.place('consumer'), application));
    const producer = await stand.keep(openSender(stand.place('producer')));
    await Promise.all(['poison', 'good'].map((text) => producer.notify!(message(text))));
    expect(await letter()).toMatchObject({ messageId: 'm-poison', reason: 'attempts', attempts: 3 });
    await until(() => seen.includes('good'));
    expect(seen).toEqual(['poison', 'poison', 'poison', 'good']);
  });

  test('from there it can be sent again', async () => {
    let isMended = false;
    const done: string[] = [];
    const { application } = applicationThat(async ({ id }) => {
      if (!isMended) throw new Fatal('not yet', { reason: 'not-yet' });
      done.push(id);
    });
    await stand.keep(openReceiver(stand.place('consumer'), application));
    const producer = await stand.keep(openSender(stand.place('producer')));
    await producer.notify!(message('again'));
    await letter();
    isMended = true;
    expect(await stand.rabbit.deadLetters.redrive(queue, 10)).toBe(1);
    await until(() => done.length === 1);
    expect(done).toEqual(['m-again']);
  });
});
