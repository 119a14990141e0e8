// Original file: proto/parley/styles/v1/submissions.proto


export interface SubmitResponse {
  'id'?: (string);
}

export interface SubmitResponse__Output {
  'id': (string);
}
