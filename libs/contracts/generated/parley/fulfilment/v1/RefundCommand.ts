// Original file: proto/parley/fulfilment/v1/fulfilment.proto

import type { Long } from '@grpc/proto-loader';

export interface RefundCommand {
  'commandId'?: (string);
  'orderId'?: (string);
  'customer'?: (string);
  'kind'?: (string);
  'returnId'?: (string);
  'amount'?: (number | string | Long);
}

export interface RefundCommand__Output {
  'commandId': (string);
  'orderId': (string);
  'customer': (string);
  'kind': (string);
  'returnId': (string);
  'amount': (string);
}
