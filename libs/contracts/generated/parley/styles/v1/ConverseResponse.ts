// Original file: proto/parley/styles/v1/streams.proto

import type { Message as _parley_styles_v1_Message, Message__Output as _parley_styles_v1_Message__Output } from '../../../parley/styles/v1/Message';
import type { Failure as _parley_styles_v1_Failure, Failure__Output as _parley_styles_v1_Failure__Output } from '../../../parley/styles/v1/Failure';

export interface ConverseResponse {
  'id'?: (string);
  'result'?: (_parley_styles_v1_Message | null);
  'failure'?: (_parley_styles_v1_Failure | null);
}

export interface ConverseResponse__Output {
  'id': (string);
  'result': (_parley_styles_v1_Message__Output | null);
  'failure': (_parley_styles_v1_Failure__Output | null);
}
