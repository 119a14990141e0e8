import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Debit as _parley_ledger_v1_Debit, Debit__Output as _parley_ledger_v1_Debit__Output } from './parley/ledger/v1/Debit';
import type { Entry as _parley_ledger_v1_Entry, Entry__Output as _parley_ledger_v1_Entry__Output } from './parley/ledger/v1/Entry';
import type { Executed as _parley_ledger_v1_Executed, Executed__Output as _parley_ledger_v1_Executed__Output } from './parley/ledger/v1/Executed';
import type { LedgerClient as _parley_ledger_v1_LedgerClient, LedgerDefinition as _parley_ledger_v1_LedgerDefinition } from './parley/ledger/v1/Ledger';
import type { Operation as _parley_ledger_v1_Operation, Operation__Output as _parley_ledger_v1_Operation__Output } from './parley/ledger/v1/Operation';
import type { Put as _parley_ledger_v1_Put, Put__Output as _parley_ledger_v1_Put__Output } from './parley/ledger/v1/Put';
import type { ReadRequest as _parley_ledger_v1_ReadRequest, ReadRequest__Output as _parley_ledger_v1_ReadRequest__Output } from './parley/ledger/v1/ReadRequest';
import type { ReadResponse as _parley_ledger_v1_ReadResponse, ReadResponse__Output as _parley_ledger_v1_ReadResponse__Output } from './parley/ledger/v1/ReadResponse';
import type { Refund as _parley_ledger_v1_Refund, Refund__Output as _parley_ledger_v1_Refund__Output } from './parley/ledger/v1/Refund';
import type { SetLimit as _parley_ledger_v1_SetLimit, SetLimit__Output as _parley_ledger_v1_SetLimit__Output } from './parley/ledger/v1/SetLimit';
import type { SnapshotPart as _parley_ledger_v1_SnapshotPart, SnapshotPart__Output as _parley_ledger_v1_SnapshotPart__Output } from './parley/ledger/v1/SnapshotPart';
import type { StatusRequest as _parley_ledger_v1_StatusRequest, StatusRequest__Output as _parley_ledger_v1_StatusRequest__Output } from './parley/ledger/v1/StatusRequest';
import type { StatusResponse as _parley_ledger_v1_StatusResponse, StatusResponse__Output as _parley_ledger_v1_StatusResponse__Output } from './parley/ledger/v1/StatusResponse';
import type { WatchRequest as _parley_ledger_v1_WatchRequest, WatchRequest__Output as _parley_ledger_v1_WatchRequest__Output } from './parley/ledger/v1/WatchRequest';
import type { WatchResponse as _parley_ledger_v1_WatchResponse, WatchResponse__Output as _parley_ledger_v1_WatchResponse__Output } from './parley/ledger/v1/WatchResponse';
import type { WriteRequest as _parley_ledger_v1_WriteRequest, WriteRequest__Output as _parley_ledger_v1_WriteRequest__Output } from './parley/ledger/v1/WriteRequest';
import type { WriteResponse as _parley_ledger_v1_WriteResponse, WriteResponse__Output as _parley_ledger_v1_WriteResponse__Output } from './parley/ledger/v1/WriteResponse';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    ledger: {
      v1: {
        Debit: MessageTypeDefinition<_parley_ledger_v1_Debit, _parley_ledger_v1_Debit__Output>
        Entry: MessageTypeDefinition<_parley_ledger_v1_Entry, _parley_ledger_v1_Entry__Output>
        Executed: MessageTypeDefinition<_parley_ledger_v1_Executed, _parley_ledger_v1_Executed__Output>
        Ledger: SubtypeConstructor<typeof grpc.Client, _parley_ledger_v1_LedgerClient> & { service: _parley_ledger_v1_LedgerDefinition }
        Operation: MessageTypeDefinition<_parley_ledger_v1_Operation, _parley_ledger_v1_Operation__Output>
        Put: MessageTypeDefinition<_parley_ledger_v1_Put, _parley_ledger_v1_Put__Output>
        ReadRequest: MessageTypeDefinition<_parley_ledger_v1_ReadRequest, _parley_ledger_v1_ReadRequest__Output>
        ReadResponse: MessageTypeDefinition<_parley_ledger_v1_ReadResponse, _parley_ledger_v1_ReadResponse__Output>
        Refund: MessageTypeDefinition<_parley_ledger_v1_Refund, _parley_ledger_v1_Refund__Output>
        SetLimit: MessageTypeDefinition<_parley_ledger_v1_SetLimit, _parley_ledger_v1_SetLimit__Output>
        SnapshotPart: MessageTypeDefinition<_parley_ledger_v1_SnapshotPart, _parley_ledger_v1_SnapshotPart__Output>
        StatusRequest: MessageTypeDefinition<_parley_ledger_v1_StatusRequest, _parley_ledger_v1_StatusRequest__Output>
        StatusResponse: MessageTypeDefinition<_parley_ledger_v1_StatusResponse, _parley_ledger_v1_StatusResponse__Output>
        WatchRequest: MessageTypeDefinition<_parley_ledger_v1_WatchRequest, _parley_ledger_v1_WatchRequest__Output>
        WatchResponse: MessageTypeDefinition<_parley_ledger_v1_WatchResponse, _parley_ledger_v1_WatchResponse__Output>
        WriteRequest: MessageTypeDefinition<_parley_ledger_v1_WriteRequest, _parley_ledger_v1_WriteRequest__Output>
        WriteResponse: MessageTypeDefinition<_parley_ledger_v1_WriteResponse, _parley_ledger_v1_WriteResponse__Output>
      }
    }
  }
}

