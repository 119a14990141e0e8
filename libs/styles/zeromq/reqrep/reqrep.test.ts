import { Request } from 'zeromq';
import { cleared, free, lines, ours, python, transports } from '../peers.fixture';

afterEach(cleared);

describe.each(transports)('the deck’s programs over %s', (transport) => {
  const two = () => [free[transport](), free[transport]()];
  const binding = (addresses: string[]) => addresses.flatMap((address) => ['--bind', address]);
  const server = () => ours(['reqrep', '--role', 'server', ...binding(two())]);
  const client = (address: string) => ours(['reqrep', '--role', 'client', '--connect', address]);

  test.each([0, 1])(
    'our client and our server, at its port %i',
    async (port) => {
      const { child, addresses } = await server();
      expect(addresses).toHaveLength(2);
      const asking = await client(addresses[port]!);
      expect(await lines(asking.child, 1)).toEqual(['Hello World*']);
      expect(await asking.child.exited).toEqual({ code: 0, signal: null });
      expect(await child.exited).toEqual({ code: 0, signal: null });
      expect(child.output().stdout.trim().split('\n').slice(1)).toEqual(['Hello World', 'STOP']);
    },
    20_000,
  );

  test.each([0, 1])(
    'a Python client and our server, at its port %i',
    async (port) => {
      const { child, addresses } = await server();
      const asking = await python('reqrep/peers/client.py', [addresses[port]!]);
      expect(await lines(asking.child, 1)).toEqual(['Hello World*']);
      expect(await asking.child.exited).toEqual({ code: 0, signal: null });
      expect(await child.exited).toEqual({ code: 0, signal: null });
    },
    20_000,
  );

  test('our client and a Python server, which it stops', async () => {
    const { child, addresses } = await python('reqrep/peers/server.py', two(), 2);
    const asking = await client(addresses[1]!);
    expect(await lines(asking.child, 1)).toEqual(['Hello World*']);
    expect(await lines(child, 1)).toEqual(['stopped']);
    expect(await child.exited).toEqual({ code: 0, signal: null });
  }, 20_000);
});

test('STOP anywhere in a message ends the server, and is not answered', async () => {
  const { child, addresses } = await ours(['reqrep', '--role', 'server', '--bind', 'tcp://127.0.0.1:0']);
  const bare = new Request({ linger: 0, receiveTimeout: 500 });
  bare.connect(addresses[0]!);
  await bare.send(Buffer.from([0, 0xff, 0x2a]));
  expect((await bare.receive())[0]).toEqual(Buffer.from([0, 0xff, 0x2a, 0x2a]));
  await bare.send('please STOP now');
  expect(await child.exited).toEqual({ code: 0, signal: null });
  await expect(bare.receive()).rejects.toMatchObject({ code: 'EAGAIN' });
  bare.close();
}, 20_000);

test('SIGTERM ends the deck’s server', async () => {
  const { child } = await ours(['reqrep', '--role', 'server', '--bind', 'tcp://127.0.0.1:0']);
  child.kill('SIGTERM');
  expect(await child.exited).toEqual({ code: 0, signal: null });
}, 20_000);
