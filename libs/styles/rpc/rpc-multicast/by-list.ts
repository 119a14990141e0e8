import { grpcClient } from '@parley/middleware/grpc';
import type { Message } from '@parley/roles';
import { targetOf } from '../address';
import { told } from '../outcome';
import { callsName, type CallsDefinition } from '../rpc/service';
import { fromWire, toWire } from '../wire';
import type { Operation } from './datagrams';

/** One member, by its own address: a call is sent to each of a list. */
export const openByList = (address: string, deadlineMs: number) => {
  const member = grpcClient<CallsDefinition>(callsName, targetOf([address]), { deadlineMs });
  const one = async (operation: Operation, request: Message, withinMs: number): Promise<Message> => {
    const message = toWire(request);
    if (operation === 'reserve')
      return fromWire((await told(member.Reserve({ message }, { deadlineMs: withinMs }))).message);
    await told(member.Notify({ message }, { deadlineMs: withinMs }));
    return request;
  };
  return {
    ask: (operation: Operation, request: Message, withinMs: number) => [one(operation, request, withinMs)],
    size: 1,
    close: async () => member.close(),
  };
};
