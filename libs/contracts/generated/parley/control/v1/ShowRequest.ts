// Original file: proto/parley/control/v1/control.proto


export interface ShowRequest {
  'queue'?: (string);
  'limit'?: (number);
}

export interface ShowRequest__Output {
  'queue': (string);
  'limit': (number);
}
