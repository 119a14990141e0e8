// Original file: proto/parley/inventory/v1/inventory.proto


export interface ReleaseResponse {
}

export interface ReleaseResponse__Output {
}
