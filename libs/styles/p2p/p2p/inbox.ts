import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import type { Application } from '@parley/roles';

/** How many bytes of messages wait for the application at most; one always may. Nobody tells a publisher to wait. */
export const mostWaiting = 512 * 1024;

/** How many publishers' last numbers are kept. */
const mostPublishers = 1000;

const asFatal = (error: unknown): Fatal =>
  error instanceof Fatal ? error : new Fatal('the application failed', { reason: 'application', cause: error });

/**
 * What stands between the network and the application: one message at a time, in the order of each publisher, and no
 * more waiting than there is room for. What comes when there is none (`no-room`), or behind a later one of its publisher
 * (`overtaken`: by another way, or repaired), is thrown away, and the application told.
 */
export function openInbox(application: Application) {
  const last = new Map<string, number>();
  let inHand: Promise<void> = Promise.resolve();
  let waiting = 0;

  const deliver = async (message: Message): Promise<void> => {
    await Promise.resolve()
      .then(() => application.notify(message))
      .catch((error: unknown) => application.refused(asFatal(error)));
    waiting -= message.body.length;
  };

  return {
    /** `author`: the peer that signed it; one that has started again is another. */
    take: (message: Message, author: string): void => {
      const { id, seq, body } = message;
      const publisher = `${author} ${message.sender}`;
      if (seq <= (last.get(publisher) ?? -Infinity))
        return application.refused(new Fatal(`${id} comes behind a later one`, { reason: 'overtaken' }));
      last.delete(publisher);
      last.set(publisher, seq);
      if (last.size > mostPublishers) last.delete(last.keys().next().value!);
      if (waiting > 0 && waiting + body.length > mostWaiting)
        return application.refused(new Fatal(`${waiting} B wait: no room for ${id}`, { reason: 'no-room' }));
      waiting += body.length;
      inHand = inHand.then(() => deliver(message));
    },
    /** Resolves when everything that was taken has been through the application. */
    emptied: (): Promise<void> => inHand,
  };
}
