// Original file: proto/parley/ledger/v1/ledger.proto

import type { Entry as _parley_ledger_v1_Entry, Entry__Output as _parley_ledger_v1_Entry__Output } from '../../../parley/ledger/v1/Entry';
import type { Executed as _parley_ledger_v1_Executed, Executed__Output as _parley_ledger_v1_Executed__Output } from '../../../parley/ledger/v1/Executed';
import type { Long } from '@grpc/proto-loader';

export interface SnapshotPart {
  'version'?: (number | string | Long);
  'hash'?: (string);
  'entries'?: (_parley_ledger_v1_Entry)[];
  'executed'?: (_parley_ledger_v1_Executed)[];
}

export interface SnapshotPart__Output {
  'version': (string);
  'hash': (string);
  'entries': (_parley_ledger_v1_Entry__Output)[];
  'executed': (_parley_ledger_v1_Executed__Output)[];
}
