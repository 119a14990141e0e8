import type { FulfilCommand__Output } from '@parley/contracts/generated/parley/fulfilment/v1/FulfilCommand';
import type { Way } from '@parley/service';
import { type Intake, commandQueue } from './commands.queue';

/** Packs what is paid, and tells the warehouse desk. */
export const packingQueue = (intake: Intake): Way =>
  commandQueue<FulfilCommand__Output>(
    intake,
    'packing',
    'parley.fulfilment.v1.FulfilCommand',
    'packing.committed',
    (message) => ({
      commandId: message.commandId,
      command: { kind: 'pack', orderId: message.orderId },
      carried: message,
    }),
  );
