// Original file: proto/parley/control/v1/control.proto


export interface ListRequest {
}

export interface ListRequest__Output {
}
