// Original file: proto/parley/control/v1/control.proto


export interface DescribeResponse {
  'service'?: (string);
  'process'?: (string);
  'pid'?: (number);
  'waysIn'?: (string)[];
  'waysOut'?: (string)[];
  'startedAt'?: (string);
  'crashAt'?: (string);
}

export interface DescribeResponse__Output {
  'service': (string);
  'process': (string);
  'pid': (number);
  'waysIn': (string)[];
  'waysOut': (string)[];
  'startedAt': (string);
  'crashAt': (string);
}
