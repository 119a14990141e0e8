import { cleared, notice, openSides, python } from '../peers.fixture';
import { openGround } from './ground';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { setUp } from './setup';

jest.setTimeout(60_000);
afterEach(cleared);

const opened = async () => {
  const sides = await openSides({ openGround, setUp, openSender, openReceiver });
  const { port, username } = sides.address;
  return { ...sides, peer: (what: string) => python('mqtt/peers/peer.py', what, port, decodeURIComponent(username)) };
};

test('a client in Python publishes while our subscriber is away, and it understands it when it comes', async () => {
  const { receive, peer } = await opened();
  expect(await peer('send').exited).toEqual({ code: 0, signal: null });
  const first = await receive();
  expect(await first()).toEqual({ ...notice, sender: 'python' });
});

test('our publisher publishes, and a client in Python understands it', async () => {
  const { send, peer } = await opened();
  const child = peer('receive');
  await child.line(/^ready/);
  await send(notice);
  expect(JSON.parse((await child.line(/^got /)).slice(4))).toEqual({
    topic: 'parley/notices/notice',
    qos: 1,
    head: { id: 'p-1', sender: 'parley', seq: 1, type: 'notice', contentType: 'application/json' },
    body: '{"sku":"85123A"}',
  });
  expect(await child.exited).toEqual({ code: 0, signal: null });
});
