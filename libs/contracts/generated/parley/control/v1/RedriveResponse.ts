// Original file: proto/parley/control/v1/control.proto


export interface RedriveResponse {
  'redriven'?: (number);
}

export interface RedriveResponse__Output {
  'redriven': (number);
}
