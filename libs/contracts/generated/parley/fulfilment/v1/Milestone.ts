// Original file: proto/parley/fulfilment/v1/fulfilment.proto

import type { Long } from '@grpc/proto-loader';

export interface Milestone {
  'milestoneId'?: (string);
  'orderId'?: (string);
  'step'?: (number);
  'outcome'?: (string);
  'amount'?: (number | string | Long);
  'returnId'?: (string);
  'reason'?: (string);
  'at'?: (string);
  'customer'?: (string);
  'reference'?: (string);
}

export interface Milestone__Output {
  'milestoneId': (string);
  'orderId': (string);
  'step': (number);
  'outcome': (string);
  'amount': (string);
  'returnId': (string);
  'reason': (string);
  'at': (string);
  'customer': (string);
  'reference': (string);
}
