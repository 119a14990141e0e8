import { note } from '@parley/evidence';
import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import type { Application } from '@parley/roles';
import type { Wrong } from './playout';

/** So many units may be in the application's hands at a time. */
const inHandAtMost = 512;

const asFatal = (error: unknown): Fatal =>
  error instanceof Fatal ? error : new Fatal('the application failed', { reason: 'application', cause: error });

/** Hands units to the application, and tells it of those that it does not get. */
export const openDesk = (style: string, application: Application) => {
  const inHand = new Set<Promise<void>>();
  const refuse = ({ id, seq, sender }: Message, why: Wrong): void =>
    application.refused(new Fatal(`unit ${seq} of ${sender} (${id}) is not played`, { reason: why }));
  return {
    refuse,
    refused: (error: unknown) => application.refused(asFatal(error)),
    /** Notes when a unit came, which is not when it is played. */
    came: ({ id, sender, seq, key }: Message): void =>
      note({ event: 'received', msg: { id, sender, seq, key }, style, hop: 'sender>receiver', channel: style }),
    play: (message: Message): void => {
      if (inHand.size >= inHandAtMost) return refuse(message, 'full');
      const one: Promise<void> = (async () => application.notify(message))()
        .catch((error) => application.refused(asFatal(error)))
        .finally(() => inHand.delete(one));
      inHand.add(one);
    },
    /** Resolves when the application has done with what it was given. */
    done: () => Promise.all(inHand),
  };
};
