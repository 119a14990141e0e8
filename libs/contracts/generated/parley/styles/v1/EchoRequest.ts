// Original file: proto/parley/styles/v1/calls.proto


export interface EchoRequest {
  'text'?: (string);
}

export interface EchoRequest__Output {
  'text': (string);
}
