import { curveKeyPair, Dealer } from 'zeromq';
import { Fatal } from '@parley/faults';
import { rejection, until } from '../grpc/until.fixture';
import { clientCurve, curveKeys } from './index';
import { closePatterns, replier, requester } from './patterns.fixture';
import { assertCurve } from './sockets';
import { z85 } from './curve';

afterEach(closePatterns);

const [server, client, unknown] = ['server', 'client', 'nobody'].map((name) => curveKeys('a passphrase', name)) as [
  ReturnType<typeof curveKeys>,
  ReturnType<typeof curveKeys>,
  ReturnType<typeof curveKeys>,
];
const secure = () => replier({ curve: { keys: server, admit: [client.publicKey] } });
const ask = (connect: string[], curve: ReturnType<typeof clientCurve> | undefined, deadlineMs = 5000) =>
  requester({ connect, curve }).request(['x'], { deadlineMs });

test('this build of libzmq can encrypt', () => {
  expect(assertCurve).not.toThrow();
});

test('a key pair belongs to its passphrase and name, and is one of libzmq’s', async () => {
  expect(curveKeys('a passphrase', 'server')).toEqual(server);
  expect(curveKeys('another', 'server').publicKey).not.toBe(server.publicKey);
  expect(server.publicKey).toHaveLength(curveKeyPair().publicKey.length);
  // The example of the specification.
  expect(z85(Buffer.from('864fd26fb559f75b', 'hex'))).toBe('HelloWorld');
});

test('the right keys are let in', async () => {
  const { addresses } = await secure();
  expect(String(await ask(addresses, clientCurve(client, server.publicKey)))).toBe('x*');
});

test('a client whose key is not listed is told so before the deadline', async () => {
  const { addresses } = await secure();
  const error = await rejection(ask(addresses, clientCurve(unknown, server.publicKey), 20_000));
  expect(error).toBeInstanceOf(Fatal);
  expect(error).toMatchObject({ reason: 'credentials' });
});

test('a client that shows no key is told so; one that takes the server for another gets an error by the deadline', async () => {
  const { addresses, stats } = await secure();
  expect(await rejection(ask(addresses, undefined, 20_000))).toMatchObject({ reason: 'credentials' });
  const mistaken = await rejection(ask(addresses, clientCurve(client, unknown.publicKey), 500));
  expect(mistaken).toMatchObject({ kind: 'retryable', message: expect.stringContaining('are the keys right?') });
  expect(stats().handled).toBe(0);
});

test('a client that was refused tries again when it is asked again', async () => {
  const one = await secure();
  const { request } = requester({ connect: one.addresses, curve: clientCurve(unknown, server.publicKey) });
  expect(await rejection(request(['x'], { deadlineMs: 20_000 }))).toMatchObject({ reason: 'credentials' });
  await one.close();
  const again = () => replier({ bind: one.addresses, curve: { keys: server, admit: [unknown.publicKey] } });
  await until(() => again().then(Boolean, () => false));
  expect(String(await request(['x'], { deadlineMs: 5000 }))).toBe('x*');
});

test('send itself tells nothing: a bare client with a wrong key has its message taken, and nobody gets it', async () => {
  const { addresses, stats } = await secure();
  const bare = new Dealer({ linger: 0, ...clientCurve(unknown, server.publicKey) });
  bare.connect(addresses[0]!);
  await bare.send([Buffer.alloc(8), Buffer.alloc(4, 1), 'x']);
  const let_in = requester({ connect: addresses, curve: clientCurve(client, server.publicKey) });
  await let_in.request(['y'], { deadlineMs: 5000 });
  await until(() => stats().handled === 1);
  expect(stats()).toMatchObject({ handled: 1, refused: 0 });
  bare.close();
});

test('two secure repliers in one process each have their own list', async () => {
  const other = await replier({ curve: { keys: server, admit: [unknown.publicKey] } });
  const one = await secure();
  expect(String(await ask(other.addresses, clientCurve(unknown, server.publicKey)))).toBe('x*');
  expect(String(await ask(one.addresses, clientCurve(client, server.publicKey)))).toBe('x*');
  expect(await rejection(ask(one.addresses, clientCurve(unknown, server.publicKey), 20_000))).toMatchObject({
    reason: 'credentials',
  });
});
