// Original file: proto/parley/views/v1/views.proto


export interface SearchRequest {
  'q'?: (string);
  'limit'?: (number);
}

export interface SearchRequest__Output {
  'q': (string);
  'limit': (number);
}
