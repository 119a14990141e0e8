import type { FulfilCommand__Output } from '@parley/contracts/generated/parley/fulfilment/v1/FulfilCommand';
import type { Way } from '@parley/service';
import { type Intake, commandQueue } from './commands.queue';

/** Ships what is packed, unless it was cancelled first. */
export const shippingQueue = (intake: Intake): Way =>
  commandQueue<FulfilCommand__Output>(
    intake,
    'shipping',
    'parley.fulfilment.v1.FulfilCommand',
    'shipping.committed',
    (message) => ({
      commandId: message.commandId,
      command: { kind: 'ship', orderId: message.orderId },
      carried: message,
    }),
  );
