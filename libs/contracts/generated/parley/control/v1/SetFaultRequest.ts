// Original file: proto/parley/control/v1/control.proto


export interface SetFaultRequest {
  'crashAt'?: (string);
}

export interface SetFaultRequest__Output {
  'crashAt': (string);
}
