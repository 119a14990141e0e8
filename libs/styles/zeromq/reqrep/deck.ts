import { Reply, Request } from 'zeromq';
import { addressOf } from '@parley/middleware/zeromq';
import type { DeckPlace, DeckProgram } from '@parley/roles';
import { ports } from './style';

/** The replier on two ports: it gives back what it got with `*` behind it, until it gets something with STOP in it; that it does not answer. */
const server: DeckProgram = async ({ bind, ready, say, signal }: DeckPlace) => {
  const socket = new Reply({ linger: 2000 });
  signal.addEventListener('abort', () => socket.close());
  const addresses: string[] = [];
  for (const address of bind) {
    await socket.bind(addressOf(address));
    addresses.push(socket.lastEndpoint ?? address);
  }
  ready(addresses);
  for await (const [message] of socket) {
    say(`${message}`);
    if (message!.includes('STOP')) break;
    await socket.send(Buffer.concat([message!, Buffer.from('*')]));
  }
  socket.close();
};

/** The requester: says Hello World, prints the reply, tells the server to stop. */
const client: DeckProgram = async ({ connect, ready, say, signal }: DeckPlace) => {
  const socket = new Request({ linger: 2000 });
  signal.addEventListener('abort', () => socket.close());
  const [address = ports[0]] = connect;
  socket.connect(addressOf(address));
  ready([]);
  try {
    await socket.send('Hello World');
    const [message] = await socket.receive();
    await socket.send('STOP');
    say(`${message}`);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  socket.close();
};

/** The deck's two programs. */
export const deck: Record<string, DeckProgram> = { server, client };
