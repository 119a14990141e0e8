import { OutcomeUnknown, Retryable } from '@parley/faults';
import type { Message as Wire } from '@parley/contracts/generated/parley/styles/v1/Message';
import type { grpcClient } from '@parley/middleware/grpc';
import type { Message } from '@parley/roles';
import { errorOf, typed } from '../outcome';
import { fromWire, toWire } from '../wire';
import type { StreamsDefinition } from './service';

interface Said {
  id: string;
  wire: Wire;
  wantsResult: boolean;
  settle(error: unknown, result?: Message): void;
}

/** Before a stream that broke is opened again, where somebody waits to be heard; milliseconds. */
const pauseMs = 100;

/**
 * One stream both ways, opened when there is something to say and again after it broke. What is said goes out in its
 * order, as fast as the server takes it, and never twice: what was on a stream that broke is settled as OutcomeUnknown,
 * unless the server has said that it did not take it.
 */
export const openConversation = (streams: ReturnType<typeof grpcClient<StreamsDefinition>>) => {
  const unsent = new Set<Said>();
  const unanswered = new Map<string, Said>();
  let talking: Promise<void> | undefined;
  let wake: () => void = () => undefined;
  let ending = false;

  async function* sayings(stream: { over: boolean }) {
    for (;;) {
      while (unsent.size === 0 && !ending && !stream.over) await new Promise<void>((resolve) => (wake = resolve));
      const [next] = unsent;
      if (stream.over || !next) return;
      unsent.delete(next);
      unanswered.set(next.id, next);
      yield { message: next.wire, wantsResult: next.wantsResult };
    }
  }

  const talk = async (): Promise<void> => {
    const stream = { over: false };
    let broke: unknown = new OutcomeUnknown('the server ended the stream');
    try {
      for await (const { id, result, failure } of streams.Converse(sayings(stream))) {
        if (failure) unanswered.get(id)?.settle(errorOf(failure));
        else unanswered.get(id)?.settle(undefined, result ? fromWire(result) : undefined);
      }
    } catch (error) {
      broke = typed(error);
    }
    stream.over = true;
    for (const one of [...unanswered.values()]) one.settle(broke);
  };

  const talkOn = async (): Promise<void> => {
    while (unsent.size > 0) {
      await talk();
      if (unsent.size > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    talking = undefined;
  };

  return {
    /** Resolves with the answer; rejects with its failure, after `withinMs` with Retryable where it never went out. */
    say: (message: Message, wantsResult: boolean, withinMs: number): Promise<Message | undefined> =>
      new Promise((resolve, reject) => {
        // Packed when the stream takes it, and by then the caller may have used its buffer again.
        const wire = toWire({ ...message, body: Buffer.from(message.body) });
        const said: Said = {
          id: message.id,
          wire,
          wantsResult,
          settle: (error, result) => {
            clearTimeout(timer);
            unsent.delete(said);
            if (unanswered.get(said.id) === said) unanswered.delete(said.id);
            if (error) reject(error);
            else resolve(result);
          },
        };
        const timer = setTimeout(() => {
          const text = `${said.id} was not answered within ${withinMs.toFixed(0)} ms`;
          said.settle(unsent.has(said) ? new Retryable(`${text}, and never sent`) : new OutcomeUnknown(text));
        }, withinMs);
        unsent.add(said);
        talking ??= talkOn();
        wake();
      }),
    /** Ends the stream; nothing may be said any more. */
    end: async (): Promise<void> => {
      ending = true;
      wake();
      await talking;
    },
  };
};
