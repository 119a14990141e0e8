import { Fatal } from '@parley/faults';
import { encodeMessage, type Message } from '@parley/marshalling';
import { visitRanks } from '@parley/middleware/mpi';
import type { OpenSender } from '@parley/roles';
import { decodeAnswer } from './answer';
import { style } from './style';

const bytesOf = (message: Message): Buffer => {
  const { length } = message.body;
  if (length > style.maxBytes!)
    throw new Fatal(`${length} B are too many for one message, ${style.maxBytes} B is the most`, {
      reason: 'too-large',
    });
  return encodeMessage(message);
};

/**
 * Rank 1. A notice is a synchronous send (MPI_Issend): it resolves when the receiver has started to receive it. A request
 * is a synchronous send and a receive with the same tag. MPI's calls are polled in a process of their own.
 */
export const openSender: OpenSender = async ({ connect: [address], deadlineMs }) => {
  if (!address)
    throw new Fatal('The address of the receiver is missing: --connect mpi://host:port', { reason: 'no-address' });
  const ranks = visitRanks(address);
  // Whoever is not there yet is told with the first send.
  await ranks.join(deadlineMs).catch(() => undefined);
  return {
    addresses: [],
    notify: async (message) => ranks.send('synchronous', bytesOf(message), deadlineMs),
    reserve: async (request) => decodeAnswer(await ranks.ask(bytesOf(request), deadlineMs)),
    close: ranks.close,
  };
};
