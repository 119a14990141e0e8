import { Fatal, type ErrorKind } from '@parley/faults';
import { decodeMessage, encodeMessage, type Message } from '@parley/marshalling';
import { isGroup, peerOf, type Peer } from '@parley/middleware/datagram';
import { errorOf, failureOf } from '../outcome';

export type Operation = 'notify' | 'reserve';

/** Bytes of a body: with its head the message fits into one datagram. Nothing here cuts a message into several. */
export const maxBytes = 60_000;

interface Request {
  /** One for each call, so that a datagram that the network doubled is known. */
  call: string;
  operation: Operation;
}

interface Answer {
  call: string;
  failure?: { kind: ErrorKind; reason: string; message: string };
}

/** A group's address: `udp://<group>:<port>/<address of the interface>?members=<how many>`. */
export interface GroupAddress extends Peer {
  interfaceAddress: string;
  /** How many answers there will be: the group itself does not say. Undefined where a member says where it listens. */
  members?: number;
}

/** Whether an address is meant to be a group’s, and not that of one server. */
export const isGroupAddress = (address: string): boolean => address.startsWith('udp://');

/** The parts of a group's address; the interface is 127.0.0.1 where it is not said. Throws Fatal `address`. */
export const groupAddressOf = (address: string): GroupAddress => {
  const { host, port, path } = peerOf(address);
  const [, interfaceAddress, members] = /^([\d.]*)(?:\?members=([1-9]\d{0,3}))?$/.exec(path) ?? [];
  if (!isGroup(host) || interfaceAddress === undefined)
    throw new Fatal(`not an address like udp://239.77.4.13:7713/127.0.0.1?members=3: ${address}`, {
      reason: 'address',
    });
  return {
    host,
    port,
    interfaceAddress: interfaceAddress || '127.0.0.1',
    ...(members !== undefined && { members: Number(members) }),
  };
};

const fitting = (message: Message): Buffer => {
  const { length } = message.body;
  if (length <= maxBytes) return encodeMessage(message);
  throw new Fatal(`a body of ${length} B: ${maxBytes} B are the most in one datagram`, { reason: 'too-large' });
};

const newline = 0x0a;
const withHead = (head: Request | Answer, rest: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), rest]);

const split = <Head extends { call: string }>(bytes: Buffer): [Head, Buffer] => {
  const end = bytes.indexOf(newline);
  try {
    const head = JSON.parse(bytes.toString('utf8', 0, Math.max(0, end))) as Head;
    if (typeof head.call === 'string') return [head, bytes.subarray(end + 1)];
  } catch {
    // Said below, as of a head that names no call.
  }
  throw new Fatal('the datagram has no head of ours', { reason: 'undecodable' });
};

/** A call as one datagram. Throws Fatal `too-large`, before anything is sent. */
export const callBytes = (head: Request, message: Message): Buffer => withHead(head, fitting(message));

/** The reverse. Throws Fatal `undecodable`. */
export const readCall = (bytes: Buffer): Request & { message: Message } => {
  const [{ call, operation }, rest] = split<Request>(bytes);
  if (operation !== 'notify' && operation !== 'reserve')
    throw new Fatal('the datagram asks for no operation', { reason: 'undecodable' });
  return { call, operation, message: decodeMessage(rest) };
};

/** A result as one datagram; of a notice the receipt is its own message without the body. Throws Fatal `too-large`. */
export const resultBytes = (call: string, result: Message): Buffer => withHead({ call }, fitting(result));

/** What the procedure threw, as one datagram. */
export const failureBytes = (call: string, error: unknown): Buffer => {
  const { kind, reason, message } = failureOf(error) as Required<Answer>['failure'];
  return withHead({ call, failure: { kind, reason, message: message.slice(0, 1024) } }, Buffer.alloc(0));
};

/** An answer: of which call, and its result or its error. Throws Fatal `undecodable`. */
export const readAnswer = (bytes: Buffer): { call: string; result: Message } | { call: string; error: Error } => {
  const [{ call, failure }, rest] = split<Answer>(bytes);
  if (failure) return { call, error: errorOf(failure) };
  return { call, result: decodeMessage(rest) };
};
