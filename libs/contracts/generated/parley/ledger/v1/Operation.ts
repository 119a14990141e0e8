// Original file: proto/parley/ledger/v1/ledger.proto

import type { Debit as _parley_ledger_v1_Debit, Debit__Output as _parley_ledger_v1_Debit__Output } from '../../../parley/ledger/v1/Debit';
import type { Refund as _parley_ledger_v1_Refund, Refund__Output as _parley_ledger_v1_Refund__Output } from '../../../parley/ledger/v1/Refund';
import type { SetLimit as _parley_ledger_v1_SetLimit, SetLimit__Output as _parley_ledger_v1_SetLimit__Output } from '../../../parley/ledger/v1/SetLimit';
import type { Put as _parley_ledger_v1_Put, Put__Output as _parley_ledger_v1_Put__Output } from '../../../parley/ledger/v1/Put';

export interface Operation {
  'operationId'?: (string);
  'replica'?: (string);
  'debit'?: (_parley_ledger_v1_Debit | null);
  'refund'?: (_parley_ledger_v1_Refund | null);
  'setLimit'?: (_parley_ledger_v1_SetLimit | null);
  'put'?: (_parley_ledger_v1_Put | null);
  'operation'?: "debit"|"refund"|"setLimit"|"put";
}

export interface Operation__Output {
  'operationId': (string);
  'replica': (string);
  'debit'?: (_parley_ledger_v1_Debit__Output | null);
  'refund'?: (_parley_ledger_v1_Refund__Output | null);
  'setLimit'?: (_parley_ledger_v1_SetLimit__Output | null);
  'put'?: (_parley_ledger_v1_Put__Output | null);
  'operation'?: "debit"|"refund"|"setLimit"|"put";
}
