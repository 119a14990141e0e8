import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Content as _parley_views_v1_Content, Content__Output as _parley_views_v1_Content__Output } from './parley/views/v1/Content';
import type { GetRequest as _parley_views_v1_GetRequest, GetRequest__Output as _parley_views_v1_GetRequest__Output } from './parley/views/v1/GetRequest';
import type { GetResponse as _parley_views_v1_GetResponse, GetResponse__Output as _parley_views_v1_GetResponse__Output } from './parley/views/v1/GetResponse';
import type { Lag as _parley_views_v1_Lag, Lag__Output as _parley_views_v1_Lag__Output } from './parley/views/v1/Lag';
import type { OrderLine as _parley_views_v1_OrderLine, OrderLine__Output as _parley_views_v1_OrderLine__Output } from './parley/views/v1/OrderLine';
import type { Position as _parley_views_v1_Position, Position__Output as _parley_views_v1_Position__Output } from './parley/views/v1/Position';
import type { RebuildRequest as _parley_views_v1_RebuildRequest, RebuildRequest__Output as _parley_views_v1_RebuildRequest__Output } from './parley/views/v1/RebuildRequest';
import type { RebuildResponse as _parley_views_v1_RebuildResponse, RebuildResponse__Output as _parley_views_v1_RebuildResponse__Output } from './parley/views/v1/RebuildResponse';
import type { SearchRequest as _parley_views_v1_SearchRequest, SearchRequest__Output as _parley_views_v1_SearchRequest__Output } from './parley/views/v1/SearchRequest';
import type { SearchResponse as _parley_views_v1_SearchResponse, SearchResponse__Output as _parley_views_v1_SearchResponse__Output } from './parley/views/v1/SearchResponse';
import type { StatusRequest as _parley_views_v1_StatusRequest, StatusRequest__Output as _parley_views_v1_StatusRequest__Output } from './parley/views/v1/StatusRequest';
import type { StatusResponse as _parley_views_v1_StatusResponse, StatusResponse__Output as _parley_views_v1_StatusResponse__Output } from './parley/views/v1/StatusResponse';
import type { ViewedOrder as _parley_views_v1_ViewedOrder, ViewedOrder__Output as _parley_views_v1_ViewedOrder__Output } from './parley/views/v1/ViewedOrder';
import type { ViewsClient as _parley_views_v1_ViewsClient, ViewsDefinition as _parley_views_v1_ViewsDefinition } from './parley/views/v1/Views';
import type { Visible as _parley_views_v1_Visible, Visible__Output as _parley_views_v1_Visible__Output } from './parley/views/v1/Visible';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    views: {
      v1: {
        Content: MessageTypeDefinition<_parley_views_v1_Content, _parley_views_v1_Content__Output>
        GetRequest: MessageTypeDefinition<_parley_views_v1_GetRequest, _parley_views_v1_GetRequest__Output>
        GetResponse: MessageTypeDefinition<_parley_views_v1_GetResponse, _parley_views_v1_GetResponse__Output>
        Lag: MessageTypeDefinition<_parley_views_v1_Lag, _parley_views_v1_Lag__Output>
        OrderLine: MessageTypeDefinition<_parley_views_v1_OrderLine, _parley_views_v1_OrderLine__Output>
        Position: MessageTypeDefinition<_parley_views_v1_Position, _parley_views_v1_Position__Output>
        RebuildRequest: MessageTypeDefinition<_parley_views_v1_RebuildRequest, _parley_views_v1_RebuildRequest__Output>
        RebuildResponse: MessageTypeDefinition<_parley_views_v1_RebuildResponse, _parley_views_v1_RebuildResponse__Output>
        SearchRequest: MessageTypeDefinition<_parley_views_v1_SearchRequest, _parley_views_v1_SearchRequest__Output>
        SearchResponse: MessageTypeDefinition<_parley_views_v1_SearchResponse, _parley_views_v1_SearchResponse__Output>
        StatusRequest: MessageTypeDefinition<_parley_views_v1_StatusRequest, _parley_views_v1_StatusRequest__Output>
        StatusResponse: MessageTypeDefinition<_parley_views_v1_StatusResponse, _parley_views_v1_StatusResponse__Output>
        ViewedOrder: MessageTypeDefinition<_parley_views_v1_ViewedOrder, _parley_views_v1_ViewedOrder__Output>
        Views: SubtypeConstructor<typeof grpc.Client, _parley_views_v1_ViewsClient> & { service: _parley_views_v1_ViewsDefinition }
        Visible: MessageTypeDefinition<_parley_views_v1_Visible, _parley_views_v1_Visible__Output>
      }
    }
  }
}

