// Original file: proto/parley/control/v1/control.proto


export interface DescribeRequest {
}

export interface DescribeRequest__Output {
}
