// Original file: proto/parley/styles/v1/calls.proto


export interface EchoResponse {
  'text'?: (string);
}

export interface EchoResponse__Output {
  'text': (string);
}
