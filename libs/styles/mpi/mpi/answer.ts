import { Fatal, OutcomeUnknown, Retryable, kindOf } from '@parley/faults';
import { decodeMessage, encodeMessage, type Message } from '@parley/marshalling';

const isReply = 0;
const isError = 1;

/** An answer as one run of bytes: 0 and the message, or 1 and the error as JSON {kind, reason, message}. */
export const encodeAnswer = (answer: Message | Error): Buffer => {
  if (!(answer instanceof Error)) return Buffer.concat([Buffer.of(isReply), encodeMessage(answer)]);
  const { message } = answer;
  const text = JSON.stringify({
    kind: kindOf(answer),
    reason: 'reason' in answer ? answer.reason : undefined,
    message,
  });
  return Buffer.concat([Buffer.of(isError), Buffer.from(text)]);
};

/** The reply; throws the error that was answered, in its own class, or Fatal `undecodable`. */
export const decodeAnswer = (bytes: Buffer): Message => {
  if (bytes[0] === isReply) return decodeMessage(bytes.subarray(1));
  let said: { kind?: unknown; reason?: unknown; message?: unknown };
  try {
    said = JSON.parse(bytes.toString('utf8', 1)) as typeof said;
  } catch (cause) {
    throw new Fatal('the answer is neither a reply nor an error', { reason: 'undecodable', cause });
  }
  const message = String(said.message);
  if (said.kind === 'retryable') throw new Retryable(message);
  if (said.kind === 'fatal') throw new Fatal(message, { reason: String(said.reason) });
  throw new OutcomeUnknown(message);
};
