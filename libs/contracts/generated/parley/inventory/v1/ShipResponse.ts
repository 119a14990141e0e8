// Original file: proto/parley/inventory/v1/inventory.proto


export interface ShipResponse {
}

export interface ShipResponse__Output {
}
