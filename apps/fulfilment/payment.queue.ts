import type { FulfilCommand__Output } from '@parley/contracts/generated/parley/fulfilment/v1/FulfilCommand';
import type { Way } from '@parley/service';
import { type Intake, commandQueue, pence } from './commands.queue';

/** Takes the money of an order, or declines; of a customer with an account the ledger has the last word. */
export const paymentQueue = (intake: Intake): Way =>
  commandQueue<FulfilCommand__Output>(
    intake,
    'payment',
    'parley.fulfilment.v1.FulfilCommand',
    'payment.committed',
    (message) => ({
      commandId: message.commandId,
      command: {
        kind: 'pay',
        orderId: message.orderId,
        amount: pence(message.amount),
        account: message.customer !== '',
      },
      carried: message,
    }),
  );
