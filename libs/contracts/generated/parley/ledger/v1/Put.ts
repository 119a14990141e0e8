// Original file: proto/parley/ledger/v1/ledger.proto


export interface Put {
  'name'?: (string);
  'value'?: (string);
}

export interface Put__Output {
  'name': (string);
  'value': (string);
}
