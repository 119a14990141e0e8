// Original file: proto/parley/inventory/v1/inventory.proto


export interface RestockResponse {
}

export interface RestockResponse__Output {
}
