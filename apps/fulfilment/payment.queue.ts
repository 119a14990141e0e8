import type { FulfilCommand__Output } from '@parley/contracts/generated/parley/fulfilment/v1/FulfilCommand';
import type { Way } from '@parley/service';
import { type Intake, commandQueue, pence } from './commands.queue';

/** Takes the money of an order, or declines. */
export const paymentQueue = (intake: Intake): Way =>
  commandQueue<FulfilCommand__Output>(
    intake,
    'payment',
    'parley.fulfilment.v1.FulfilCommand',
    'payment.committed',
    (message) => ({
      commandId: message.commandId,
      command: { kind: 'pay', orderId: message.orderId, amount: pence(message.amount) },
      carried: message,
    }),
  );
