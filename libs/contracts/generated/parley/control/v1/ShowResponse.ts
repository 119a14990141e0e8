// Original file: proto/parley/control/v1/control.proto

import type { DeadLetter as _parley_control_v1_DeadLetter, DeadLetter__Output as _parley_control_v1_DeadLetter__Output } from '../../../parley/control/v1/DeadLetter';

export interface ShowResponse {
  'letters'?: (_parley_control_v1_DeadLetter)[];
}

export interface ShowResponse__Output {
  'letters': (_parley_control_v1_DeadLetter__Output)[];
}
