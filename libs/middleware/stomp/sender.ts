import { openLink, openOutbox } from '../brokered';
import { dialStomp, type ConnectionOptions, type StompLine } from './connection';
import { sendHeaders, type StompMessage } from './messages';

export interface StompSenderOptions extends ConnectionOptions {
  /** Where it goes, as the broker names it: at RabbitMQ `/queue/NAME`, `/topic/PATTERN`, `/exchange/NAME/KEY`. */
  destination: string;
  /** How long the first connection is tried for, in ms. */
  withinMs: number;
}

export interface StompSender {
  /**
   * Resolves with the broker's receipt: RabbitMQ gives it when the message is stored. Rejects within `deadlineMs`:
   * Retryable, Fatal (`header`, `not-found`, `rejected`, `closed`) or OutcomeUnknown. The message may be changed as soon
   * as it has returned.
   */
  send(message: StompMessage, deadlineMs: number): Promise<void>;
  /** Takes nothing more, lets everything settle, ends the connection. Twice is once. */
  close(): Promise<void>;
}

interface Sending {
  headers: Record<string, string>;
  body: Buffer;
}

/** More bytes than this do not wait in the socket: its `send` would take any number of them. */
const socketBytes = 1024 * 1024;

/** Opens a sender; resolves when it is let in. Rejects Fatal where the broker refuses it, else Retryable. */
export async function openStompSender(options: StompSenderOptions): Promise<StompSender> {
  const { destination, withinMs } = options;
  let line: StompLine | undefined;
  let receipts = 0;
  let pending = new Map<string, (error?: Error) => void>();

  const answered = (receipt: string, error?: Error): void => {
    const settle = pending.get(receipt);
    pending.delete(receipt);
    settle?.(error);
  };

  const outbox = openOutbox<Sending>({
    window: 256,
    roomBytes: 256 * 1024 * 1024,
    way: {
      isOpen: () => line !== undefined && line.left() < socketBytes,
      hand: ({ headers, body }, settle) => {
        const receipt = `send-${(receipts += 1)}`;
        pending.set(receipt, settle);
        line!.client.watchForReceipt(receipt, () => answered(receipt));
        // Bytes, so that the frame says how many: a body of text ends at its first zero.
        line!.client.publish({ destination, headers: { ...headers, receipt }, binaryBody: body });
      },
    },
  });

  const kept = await openLink({
    dial: (signal) => dialStomp({ ...options, drained: outbox.pump, onError: answered }, signal),
    opened: (open) => {
      line = open;
      outbox.pump();
    },
    lost: (why) => {
      line = undefined;
      pending = new Map();
      outbox.lost(why);
    },
    refused: outbox.refuse,
    withinMs,
  });

  let closed: Promise<void> | undefined;
  return {
    send: async (message, deadlineMs) =>
      outbox.submit(
        { headers: sendHeaders(message), body: Buffer.from(message.body) },
        message.body.length,
        deadlineMs,
      ),
    close: () => (closed ??= outbox.close().then(() => kept.close())),
  };
}
