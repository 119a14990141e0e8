// Original file: proto/parley/fulfilment/v1/fulfilment.proto

import type { Long } from '@grpc/proto-loader';

export interface FulfilCommand {
  'commandId'?: (string);
  'orderId'?: (string);
  'customer'?: (string);
  'country'?: (string);
  'amount'?: (number | string | Long);
  'parcels'?: (number);
  'reference'?: (string);
}

export interface FulfilCommand__Output {
  'commandId': (string);
  'orderId': (string);
  'customer': (string);
  'country': (string);
  'amount': (string);
  'parcels': (number);
  'reference': (string);
}
