// Original file: proto/parley/control/v1/control.proto


export interface RedriveRequest {
  'queue'?: (string);
  'limit'?: (number);
}

export interface RedriveRequest__Output {
  'queue': (string);
  'limit': (number);
}
