// Original file: proto/parley/styles/v1/streams.proto

import type { Message as _parley_styles_v1_Message, Message__Output as _parley_styles_v1_Message__Output } from '../../../parley/styles/v1/Message';

export interface ConverseRequest {
  'message'?: (_parley_styles_v1_Message | null);
  'wantsResult'?: (boolean);
}

export interface ConverseRequest__Output {
  'message': (_parley_styles_v1_Message__Output | null);
  'wantsResult': (boolean);
}
