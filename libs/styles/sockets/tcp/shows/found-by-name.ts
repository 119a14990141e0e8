import { openNames, openNameServer, openSocketClient, openSocketServer, type Names } from '@parley/middleware/socket';
import type { Finding, Show } from '@parley/roles';

const service = '_stock._tcp.shop.test';

/** The application: it knows a name, and neither host nor port. */
const ask = async (names: Names, question: string): Promise<string> => {
  const { host, port } = await names.find(service);
  const client = openSocketClient(`tcp://${host}:${port}`);
  try {
    return (await client.request(Buffer.from(question), 2000)).toString();
  } finally {
    await client.close();
  }
};

const openStock = (answer: string) =>
  openSocketServer('tcp://127.0.0.1:0', { request: async () => Buffer.from(answer) });

const kindOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: { reason?: string; kind?: string }) => error.reason ?? error.kind ?? String(error),
  );

async function demonstrate(say: (line: string) => void): Promise<Finding[]> {
  const server = await openNameServer();
  const names = openNames(server.address);
  say(`a DNS server for one service stands at ${server.address}`);
  const announce = (address: string) => {
    const port = Number(address.split(':').at(-1));
    server.announce(service, { host: '127.0.0.1', port });
    say(`${service} SRV 0 0 ${port}, 127.0.0.1`);
    return port;
  };

  const first = await openStock('84 left, says the first');
  const firstPort = announce(first.addresses[0]!);
  const before = await ask(names, '85123A?');
  say(`the application asked for 85123A: ${before}`);

  const second = await openStock('84 left, says the second');
  await first.close();
  const secondPort = announce(second.addresses[0]!);
  const after = await ask(names, '85123A?');
  say(`the application asked again: ${after}`);
  const stale = await kindOf(openSocketClient(`tcp://127.0.0.1:${firstPort}`).request(Buffer.from('85123A?'), 2000));
  say(`one who had kept the port of the first: ${stale}`);

  const asked = server.asked();
  const unknown = await kindOf(names.find('_prices._tcp.shop.test'));
  await Promise.all([second.close(), server.close()]);
  return [
    {
      says: 'the service is found by its name alone',
      measured: `port ${firstPort} by ${asked} questions in all: ${before}`,
      holds: before.endsWith('first') && asked > 0,
    },
    {
      says: 'it moves to another port, and the application does not notice',
      measured: `port ${secondPort}: ${after}`,
      holds: after.endsWith('second') && firstPort !== secondPort,
    },
    { says: 'who kept the old port finds nobody', measured: stale, holds: stale === 'retryable' },
    { says: 'a name that nobody announced is an error at once', measured: unknown, holds: unknown === 'unknown-name' },
  ];
}

export const show: Show = {
  title: 'Found by name: a service is announced in DNS and moves to another port',
  rows: ['S56'],
  run: ({ say }) => demonstrate(say),
};
