// Original file: proto/parley/observer/v1/observer.proto


export interface JourneyRequest {
  'orderId'?: (string);
}

export interface JourneyRequest__Output {
  'orderId': (string);
}
