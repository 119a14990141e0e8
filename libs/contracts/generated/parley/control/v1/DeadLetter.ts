// Original file: proto/parley/control/v1/control.proto


export interface DeadLetter {
  'messageId'?: (string);
  'type'?: (string);
  'contentType'?: (string);
  'reason'?: (string);
  'cause'?: (string);
  'attempts'?: (number);
  'at'?: (string);
  'body'?: (Buffer | Uint8Array | string);
  'traceparent'?: (string);
}

export interface DeadLetter__Output {
  'messageId': (string);
  'type': (string);
  'contentType': (string);
  'reason': (string);
  'cause': (string);
  'attempts': (number);
  'at': (string);
  'body': (Buffer);
  'traceparent': (string);
}
