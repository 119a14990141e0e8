import { Fatal } from '@parley/faults';
import type {
  Message as Wire,
  Message__Output as WireRead,
} from '@parley/contracts/generated/parley/styles/v1/Message';
import type { Message } from '@parley/roles';

/** Bytes of a body; gRPC takes 4 MiB, of which 64 KiB are left to everything else of the message. */
export const maxBytes = 4 * 1024 * 1024 - 64 * 1024;

/** The message as Protobuf has it. Throws Fatal `too-large`, before anything is sent. */
export const toWire = ({ seq, key, body, ...rest }: Message): Wire => {
  if (body.length > maxBytes)
    throw new Fatal(`a body of ${body.length} B is over the ${maxBytes} B of one call`, { reason: 'too-large' });
  return { ...rest, seq, body, ...(key !== undefined && { key: { value: key } }) };
};

/** The reverse. The body is not copied. Throws Fatal `undecodable` where the parts that every message has are missing. */
export const fromWire = (wire: WireRead | null | undefined): Message => {
  const { id = '', sender = '', seq = '0', key, type = '', contentType = '', headers = {}, body } = wire ?? {};
  if (!id || !sender || !contentType)
    throw new Fatal('it is no message: id, sender or content type is missing', { reason: 'undecodable' });
  return {
    id,
    sender,
    seq: Number(seq),
    ...(key && { key: key.value }),
    type,
    contentType,
    headers: { ...headers },
    body: Buffer.from(body ?? []),
  };
};
