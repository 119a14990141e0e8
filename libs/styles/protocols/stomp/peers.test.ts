import { cleared, notice, openSides, python } from '../peers.fixture';
import { openGround } from './ground';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { setUp } from './setup';

jest.setTimeout(60_000);
afterEach(cleared);

const opened = async () => {
  const sides = await openSides({ openGround, setUp, openSender, openReceiver });
  const { port, pathname } = sides.address;
  return { ...sides, peer: (what: string) => python('stomp/peers/peer.py', what, port, pathname.slice(1)) };
};

test('a client in Python sends, and our consumer understands it', async () => {
  const { receive, peer } = await opened();
  const first = await receive();
  expect(await peer('send').exited).toEqual({ code: 0, signal: null });
  const headers = { ...notice.headers, path: 'a:b\\n' };
  expect(await first()).toEqual({ ...notice, sender: 'python', headers });
});

test('our producer sends, and a client in Python understands it', async () => {
  const { send, peer } = await opened();
  const child = peer('receive');
  await send(notice);
  const got = JSON.parse((await child.line(/^got /)).slice(4));
  expect(got).toEqual({
    headers: {
      'amqp-message-id': 'p-1',
      type: 'notice',
      'content-type': 'application/json',
      'parley-sender': 'parley',
      'parley-seq': '1',
      colour: 'żółty',
    },
    body: '{"sku":"85123A"}',
  });
  expect(await child.exited).toEqual({ code: 0, signal: null });
});
