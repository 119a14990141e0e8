// Original file: proto/parley/styles/v1/submissions.proto


export interface ResultResponse {
  'awaited'?: (boolean);
}

export interface ResultResponse__Output {
  'awaited': (boolean);
}
