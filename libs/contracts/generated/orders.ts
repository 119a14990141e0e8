import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CancelRequest as _parley_orders_v1_CancelRequest, CancelRequest__Output as _parley_orders_v1_CancelRequest__Output } from './parley/orders/v1/CancelRequest';
import type { CancelResponse as _parley_orders_v1_CancelResponse, CancelResponse__Output as _parley_orders_v1_CancelResponse__Output } from './parley/orders/v1/CancelResponse';
import type { GetRequest as _parley_orders_v1_GetRequest, GetRequest__Output as _parley_orders_v1_GetRequest__Output } from './parley/orders/v1/GetRequest';
import type { GetResponse as _parley_orders_v1_GetResponse, GetResponse__Output as _parley_orders_v1_GetResponse__Output } from './parley/orders/v1/GetResponse';
import type { GetReturnRequest as _parley_orders_v1_GetReturnRequest, GetReturnRequest__Output as _parley_orders_v1_GetReturnRequest__Output } from './parley/orders/v1/GetReturnRequest';
import type { GetReturnResponse as _parley_orders_v1_GetReturnResponse, GetReturnResponse__Output as _parley_orders_v1_GetReturnResponse__Output } from './parley/orders/v1/GetReturnResponse';
import type { ListRequest as _parley_orders_v1_ListRequest, ListRequest__Output as _parley_orders_v1_ListRequest__Output } from './parley/orders/v1/ListRequest';
import type { ListResponse as _parley_orders_v1_ListResponse, ListResponse__Output as _parley_orders_v1_ListResponse__Output } from './parley/orders/v1/ListResponse';
import type { Order as _parley_orders_v1_Order, Order__Output as _parley_orders_v1_Order__Output } from './parley/orders/v1/Order';
import type { OrderEvent as _parley_orders_v1_OrderEvent, OrderEvent__Output as _parley_orders_v1_OrderEvent__Output } from './parley/orders/v1/OrderEvent';
import type { OrderLine as _parley_orders_v1_OrderLine, OrderLine__Output as _parley_orders_v1_OrderLine__Output } from './parley/orders/v1/OrderLine';
import type { OrdersClient as _parley_orders_v1_OrdersClient, OrdersDefinition as _parley_orders_v1_OrdersDefinition } from './parley/orders/v1/Orders';
import type { PlaceRequest as _parley_orders_v1_PlaceRequest, PlaceRequest__Output as _parley_orders_v1_PlaceRequest__Output } from './parley/orders/v1/PlaceRequest';
import type { PlaceResponse as _parley_orders_v1_PlaceResponse, PlaceResponse__Output as _parley_orders_v1_PlaceResponse__Output } from './parley/orders/v1/PlaceResponse';
import type { PlaceReturnRequest as _parley_orders_v1_PlaceReturnRequest, PlaceReturnRequest__Output as _parley_orders_v1_PlaceReturnRequest__Output } from './parley/orders/v1/PlaceReturnRequest';
import type { PlaceReturnResponse as _parley_orders_v1_PlaceReturnResponse, PlaceReturnResponse__Output as _parley_orders_v1_PlaceReturnResponse__Output } from './parley/orders/v1/PlaceReturnResponse';
import type { Return as _parley_orders_v1_Return, Return__Output as _parley_orders_v1_Return__Output } from './parley/orders/v1/Return';
import type { ReturnLine as _parley_orders_v1_ReturnLine, ReturnLine__Output as _parley_orders_v1_ReturnLine__Output } from './parley/orders/v1/ReturnLine';
import type { TimelineEntry as _parley_orders_v1_TimelineEntry, TimelineEntry__Output as _parley_orders_v1_TimelineEntry__Output } from './parley/orders/v1/TimelineEntry';
import type { WantedLine as _parley_orders_v1_WantedLine, WantedLine__Output as _parley_orders_v1_WantedLine__Output } from './parley/orders/v1/WantedLine';
import type { WatchRequest as _parley_orders_v1_WatchRequest, WatchRequest__Output as _parley_orders_v1_WatchRequest__Output } from './parley/orders/v1/WatchRequest';
import type { WatchResponse as _parley_orders_v1_WatchResponse, WatchResponse__Output as _parley_orders_v1_WatchResponse__Output } from './parley/orders/v1/WatchResponse';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    orders: {
      v1: {
        CancelRequest: MessageTypeDefinition<_parley_orders_v1_CancelRequest, _parley_orders_v1_CancelRequest__Output>
        CancelResponse: MessageTypeDefinition<_parley_orders_v1_CancelResponse, _parley_orders_v1_CancelResponse__Output>
        GetRequest: MessageTypeDefinition<_parley_orders_v1_GetRequest, _parley_orders_v1_GetRequest__Output>
        GetResponse: MessageTypeDefinition<_parley_orders_v1_GetResponse, _parley_orders_v1_GetResponse__Output>
        GetReturnRequest: MessageTypeDefinition<_parley_orders_v1_GetReturnRequest, _parley_orders_v1_GetReturnRequest__Output>
        GetReturnResponse: MessageTypeDefinition<_parley_orders_v1_GetReturnResponse, _parley_orders_v1_GetReturnResponse__Output>
        ListRequest: MessageTypeDefinition<_parley_orders_v1_ListRequest, _parley_orders_v1_ListRequest__Output>
        ListResponse: MessageTypeDefinition<_parley_orders_v1_ListResponse, _parley_orders_v1_ListResponse__Output>
        Order: MessageTypeDefinition<_parley_orders_v1_Order, _parley_orders_v1_Order__Output>
        OrderEvent: MessageTypeDefinition<_parley_orders_v1_OrderEvent, _parley_orders_v1_OrderEvent__Output>
        OrderLine: MessageTypeDefinition<_parley_orders_v1_OrderLine, _parley_orders_v1_OrderLine__Output>
        Orders: SubtypeConstructor<typeof grpc.Client, _parley_orders_v1_OrdersClient> & { service: _parley_orders_v1_OrdersDefinition }
        PlaceRequest: MessageTypeDefinition<_parley_orders_v1_PlaceRequest, _parley_orders_v1_PlaceRequest__Output>
        PlaceResponse: MessageTypeDefinition<_parley_orders_v1_PlaceResponse, _parley_orders_v1_PlaceResponse__Output>
        PlaceReturnRequest: MessageTypeDefinition<_parley_orders_v1_PlaceReturnRequest, _parley_orders_v1_PlaceReturnRequest__Output>
        PlaceReturnResponse: MessageTypeDefinition<_parley_orders_v1_PlaceReturnResponse, _parley_orders_v1_PlaceReturnResponse__Output>
        Return: MessageTypeDefinition<_parley_orders_v1_Return, _parley_orders_v1_Return__Output>
        ReturnLine: MessageTypeDefinition<_parley_orders_v1_ReturnLine, _parley_orders_v1_ReturnLine__Output>
        TimelineEntry: MessageTypeDefinition<_parley_orders_v1_TimelineEntry, _parley_orders_v1_TimelineEntry__Output>
        WantedLine: MessageTypeDefinition<_parley_orders_v1_WantedLine, _parley_orders_v1_WantedLine__Output>
        WatchRequest: MessageTypeDefinition<_parley_orders_v1_WatchRequest, _parley_orders_v1_WatchRequest__Output>
        WatchResponse: MessageTypeDefinition<_parley_orders_v1_WatchResponse, _parley_orders_v1_WatchResponse__Output>
      }
    }
  }
}

