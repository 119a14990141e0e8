// Original file: proto/parley/styles/v1/message.proto

import type { Key as _parley_styles_v1_Key, Key__Output as _parley_styles_v1_Key__Output } from '../../../parley/styles/v1/Key';
import type { Long } from '@grpc/proto-loader';

export interface Message {
  'id'?: (string);
  'sender'?: (string);
  'seq'?: (number | string | Long);
  'key'?: (_parley_styles_v1_Key | null);
  'type'?: (string);
  'contentType'?: (string);
  'headers'?: ({[key: string]: string});
  'body'?: (Buffer | Uint8Array | string);
}

export interface Message__Output {
  'id': (string);
  'sender': (string);
  'seq': (string);
  'key': (_parley_styles_v1_Key__Output | null);
  'type': (string);
  'contentType': (string);
  'headers': ({[key: string]: string});
  'body': (Buffer);
}
