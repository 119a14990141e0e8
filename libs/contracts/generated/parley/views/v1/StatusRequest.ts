// Original file: proto/parley/views/v1/views.proto


export interface StatusRequest {
  'content'?: (boolean);
}

export interface StatusRequest__Output {
  'content': (boolean);
}
