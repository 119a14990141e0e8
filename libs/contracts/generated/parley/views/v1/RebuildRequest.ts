// Original file: proto/parley/views/v1/views.proto


export interface RebuildRequest {
  'check'?: (boolean);
}

export interface RebuildRequest__Output {
  'check': (boolean);
}
