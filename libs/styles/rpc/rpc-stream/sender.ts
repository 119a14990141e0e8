import { Fatal } from '@parley/faults';
import { grpcClient } from '@parley/middleware/grpc';
import type { OpenSender } from '@parley/roles';
import { targetOf } from '../address';
import { openGate } from '../gate';
import { openConversation } from './conversation';
import { streamsName, type StreamsDefinition } from './service';

/** The client: one stream both ways; an operation returns when its answer comes on it. */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const streams = grpcClient<StreamsDefinition>(streamsName, targetOf(connect), { deadlineMs });
  const conversation = openConversation(streams);
  const gate = openGate('the client', deadlineMs);
  const end = async () => {
    await conversation.end();
    streams.close();
  };
  return {
    addresses: [],
    notify: (message) =>
      gate.enter(async (left) => {
        await conversation.say(message, false, left);
      }),
    reserve: (request) =>
      gate.enter(async (left) => {
        const result = await conversation.say(request, true, left);
        if (!result) throw new Fatal('the answer has no result', { reason: 'undecodable' });
        return result;
      }),
    close: () => gate.close(end),
  };
};
