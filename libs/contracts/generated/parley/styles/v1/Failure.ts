// Original file: proto/parley/styles/v1/message.proto


export interface Failure {
  'kind'?: (string);
  'reason'?: (string);
  'message'?: (string);
}

export interface Failure__Output {
  'kind': (string);
  'reason': (string);
  'message': (string);
}
