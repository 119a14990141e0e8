import { Fatal, OutcomeUnknown } from '@parley/faults';
import { encodeMessage, type Message } from '@parley/marshalling';
import { openSocketClient } from '@parley/middleware/socket';
import type { OpenSender } from '@parley/roles';
import { frameBytes, maxBytes, style } from './style';

const encode = (message: Message): Buffer => {
  const { length } = message.body;
  if (length <= maxBytes) return encodeMessage(message);
  throw new Fatal(`a body of ${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
};

/** What is known when some members have failed: where none has answered well, what the first of them said. */
const failure = (settled: PromiseSettledResult<unknown>[]): unknown => {
  const failed = settled.filter((one) => one.status === 'rejected');
  const first: unknown = failed[0]?.reason;
  if (failed.length === settled.length) return first;
  const cause = { cause: first };
  return new OutcomeUnknown(`${settled.length - failed.length} of ${settled.length} members have it`, cause);
};

/** Sends to each member in turn over a connection of its own, and waits for the ACK of each. What it dies with is lost to some. */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const members = connect.length > 0 ? connect : style.roles[0]!.address!;
  const clients = members.map((address) => openSocketClient(address, { maxBytes: frameBytes }));
  return {
    addresses: [],
    notify: async (message) => {
      const bytes = encode(message);
      const settled = await Promise.allSettled(clients.map((client) => client.request(bytes, deadlineMs)));
      if (settled.some(({ status }) => status === 'rejected')) throw failure(settled);
    },
    close: async () => void (await Promise.all(clients.map((client) => client.close()))),
  };
};
