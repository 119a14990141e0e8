import { join } from 'node:path';
import { startProcess, type Child } from '@parley/faults';
import type { OpenGround, OpenReceiver, OpenSender, SetUp } from '@parley/roles';
import { entity as ofAmazon } from '../amazonmq/place';
import { cleared, notice, openSides } from '../peers.fixture';
import { entity as ofServiceBus } from '../servicebus/place';
import { entity } from './place';

jest.setTimeout(60_000);
afterEach(cleared);

interface Style {
  openGround: OpenGround;
  setUp: SetUp;
  openSender: OpenSender;
  openReceiver: OpenReceiver;
}

const styleIn = (folder: string): Style =>
  Object.assign(
    {},
    ...['ground', 'setup', 'sender', 'receiver'].map((name) => jest.requireActual(`../${folder}/${name}`)),
  );

/** A peer in Java, with Apache Qpid's client; Java compiles a program of one file as it starts it. */
const java = (what: string, url: URL, address: string): Child => {
  const path = process.env.PARLEY_QPID_JARS ?? '';
  const options = [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xmx128m',
    '-Dsun.stdout.encoding=UTF-8',
    '-cp',
    path,
  ];
  const program = join(__dirname, 'peers/Peer.java');
  return startProcess(['java', ...options, '--source', '17', program, what, url.href, address], {
    env: { LC_ALL: 'C.UTF-8' },
  });
};

describe.each([
  ['amqp1', 'in the clear to RabbitMQ', entity],
  ['servicebus', 'over TLS to RabbitMQ', ofServiceBus],
  ['amazonmq', 'over TLS to ActiveMQ', ofAmazon],
] as const)('a client of Apache Qpid and %s, %s', (id, _, { nodeOf }) => {
  test('it sends, and our receiver understands it', async () => {
    const { address, receive } = await openSides(styleIn(id));
    expect(await java('send', address, nodeOf(address.href)).exited).toEqual({ code: 0, signal: null });
    const first = await receive();
    expect(await first()).toEqual({ ...notice, sender: 'java' });
  });

  test('our sender sends, and it understands it', async () => {
    const { address, send } = await openSides(styleIn(id));
    const peer = java('receive', address, nodeOf(address.href));
    await peer.line(/^ready/);
    await send(notice);
    expect(await peer.line(/^got /)).toBe(
      'got p-1|notice|application/json|{colour=żółty, parley-sender=parley, parley-seq=1}|{"sku":"85123A"}',
    );
    expect(await peer.exited).toEqual({ code: 0, signal: null });
  });
});
