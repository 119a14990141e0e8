import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Hop as _parley_observer_v1_Hop, Hop__Output as _parley_observer_v1_Hop__Output } from './parley/observer/v1/Hop';
import type { JourneyRequest as _parley_observer_v1_JourneyRequest, JourneyRequest__Output as _parley_observer_v1_JourneyRequest__Output } from './parley/observer/v1/JourneyRequest';
import type { JourneyResponse as _parley_observer_v1_JourneyResponse, JourneyResponse__Output as _parley_observer_v1_JourneyResponse__Output } from './parley/observer/v1/JourneyResponse';
import type { ObserverClient as _parley_observer_v1_ObserverClient, ObserverDefinition as _parley_observer_v1_ObserverDefinition } from './parley/observer/v1/Observer';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    observer: {
      v1: {
        Hop: MessageTypeDefinition<_parley_observer_v1_Hop, _parley_observer_v1_Hop__Output>
        JourneyRequest: MessageTypeDefinition<_parley_observer_v1_JourneyRequest, _parley_observer_v1_JourneyRequest__Output>
        JourneyResponse: MessageTypeDefinition<_parley_observer_v1_JourneyResponse, _parley_observer_v1_JourneyResponse__Output>
        Observer: SubtypeConstructor<typeof grpc.Client, _parley_observer_v1_ObserverClient> & { service: _parley_observer_v1_ObserverDefinition }
      }
    }
  }
}

