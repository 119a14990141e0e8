// Original file: proto/parley/styles/v1/message.proto


export interface Key {
  'value'?: (string);
}

export interface Key__Output {
  'value': (string);
}
