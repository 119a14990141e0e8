// Original file: proto/parley/control/v1/control.proto


export interface DeadLetterQueue {
  'queue'?: (string);
  'depth'?: (number);
}

export interface DeadLetterQueue__Output {
  'queue': (string);
  'depth': (number);
}
