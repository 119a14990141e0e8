// Original file: proto/parley/styles/v1/calls.proto


export interface NotifyResponse {
}

export interface NotifyResponse__Output {
}
