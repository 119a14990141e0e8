// Original file: proto/parley/styles/v1/calls.proto

import type { Message as _parley_styles_v1_Message, Message__Output as _parley_styles_v1_Message__Output } from '../../../parley/styles/v1/Message';

export interface ReserveResponse {
  'message'?: (_parley_styles_v1_Message | null);
}

export interface ReserveResponse__Output {
  'message': (_parley_styles_v1_Message__Output | null);
}
