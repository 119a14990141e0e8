import type { RefundCommand__Output } from '@parley/contracts/generated/parley/fulfilment/v1/RefundCommand';
import { Fatal } from '@parley/faults';
import type { Way } from '@parley/service';
import type { Command } from './fulfilment.domain';
import { type Intake, commandQueue, pence } from './commands.queue';

function commandOf({ orderId, kind, amount, returnId }: RefundCommand__Output): Command {
  if (kind === 'cancel') return { kind, orderId };
  if (kind === 'return') return { kind, orderId, amount: pence(amount), returnId };
  throw new Fatal(`refund of kind ${JSON.stringify(kind)}`, { reason: 'unknown-kind', detail: { orderId } });
}

/** Decides cancels against shipping, and gives the money of cancels and returns back. */
export const refundQueue = (intake: Intake): Way =>
  commandQueue<RefundCommand__Output>(
    intake,
    'refund',
    'parley.fulfilment.v1.RefundCommand',
    'refund.committed',
    (message) => ({
      commandId: message.commandId,
      command: commandOf(message),
      carried: { customer: message.customer },
    }),
  );
