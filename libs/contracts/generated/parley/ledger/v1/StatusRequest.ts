// Original file: proto/parley/ledger/v1/ledger.proto


export interface StatusRequest {
}

export interface StatusRequest__Output {
}
