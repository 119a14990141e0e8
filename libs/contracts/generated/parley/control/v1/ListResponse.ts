// Original file: proto/parley/control/v1/control.proto

import type { DeadLetterQueue as _parley_control_v1_DeadLetterQueue, DeadLetterQueue__Output as _parley_control_v1_DeadLetterQueue__Output } from '../../../parley/control/v1/DeadLetterQueue';

export interface ListResponse {
  'queues'?: (_parley_control_v1_DeadLetterQueue)[];
}

export interface ListResponse__Output {
  'queues': (_parley_control_v1_DeadLetterQueue__Output)[];
}
