// Original file: proto/parley/styles/v1/submissions.proto

import type { Message as _parley_styles_v1_Message, Message__Output as _parley_styles_v1_Message__Output } from '../../../parley/styles/v1/Message';

export interface SubmitRequest {
  'message'?: (_parley_styles_v1_Message | null);
  'callBack'?: (string);
}

export interface SubmitRequest__Output {
  'message': (_parley_styles_v1_Message__Output | null);
  'callBack': (string);
}
