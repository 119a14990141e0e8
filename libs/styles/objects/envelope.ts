import { Fatal } from '@parley/faults';
import { decodeMessage, encodeMessage } from '@parley/marshalling';
import type { Application, Message } from '@parley/roles';
import { maxBytes, maxHead } from './limits';

const tooLarge = (what: string, bytes: number, most: number) =>
  new Fatal(`${what} of ${bytes} bytes is above the maximum of ${most}`, { reason: 'too-large' });

/** A message as one argument of a call. Throws Fatal `too-large` before anything leaves. */
export const packed = (message: Message): Buffer => {
  const { length } = message.body;
  if (length > maxBytes) throw tooLarge('a body', length, maxBytes);
  const all = encodeMessage(message);
  if (all.length - length > maxHead) throw tooLarge('a head', all.length - length, maxHead);
  return all;
};

/** The reverse, for what a call has brought or a reply. Throws Fatal `undecodable`. */
export const unpacked = (bytes: unknown): Message => {
  if (!(bytes instanceof Uint8Array)) throw new Fatal('the argument is no run of bytes', { reason: 'undecodable' });
  return decodeMessage(bytes);
};

/** The receiving object of both styles: two methods, each ends when the application has finished with what it was given. */
export const openDesk = (application: Application) => {
  const told = <T>(run: () => Promise<T>): Promise<T> =>
    run().catch((error: unknown) => {
      if (error instanceof Fatal && ['undecodable', 'unknown-content-type'].includes(error.reason))
        application.refused(error);
      throw error;
    });
  return {
    notify: (bytes: unknown) => told(async () => application.notify(unpacked(bytes))),
    reserve: (bytes: unknown) => told(async () => packed(await application.reserve(unpacked(bytes)))),
  };
};

export type Desk = ReturnType<typeof openDesk>;
