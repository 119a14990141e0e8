// Original file: proto/parley/control/v1/control.proto


export interface SetFaultResponse {
  'crashAt'?: (string);
}

export interface SetFaultResponse__Output {
  'crashAt': (string);
}
