import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { ControlClient as _parley_control_v1_ControlClient, ControlDefinition as _parley_control_v1_ControlDefinition } from './parley/control/v1/Control';
import type { DeadLetter as _parley_control_v1_DeadLetter, DeadLetter__Output as _parley_control_v1_DeadLetter__Output } from './parley/control/v1/DeadLetter';
import type { DeadLetterQueue as _parley_control_v1_DeadLetterQueue, DeadLetterQueue__Output as _parley_control_v1_DeadLetterQueue__Output } from './parley/control/v1/DeadLetterQueue';
import type { DeadLettersClient as _parley_control_v1_DeadLettersClient, DeadLettersDefinition as _parley_control_v1_DeadLettersDefinition } from './parley/control/v1/DeadLetters';
import type { DescribeRequest as _parley_control_v1_DescribeRequest, DescribeRequest__Output as _parley_control_v1_DescribeRequest__Output } from './parley/control/v1/DescribeRequest';
import type { DescribeResponse as _parley_control_v1_DescribeResponse, DescribeResponse__Output as _parley_control_v1_DescribeResponse__Output } from './parley/control/v1/DescribeResponse';
import type { ListRequest as _parley_control_v1_ListRequest, ListRequest__Output as _parley_control_v1_ListRequest__Output } from './parley/control/v1/ListRequest';
import type { ListResponse as _parley_control_v1_ListResponse, ListResponse__Output as _parley_control_v1_ListResponse__Output } from './parley/control/v1/ListResponse';
import type { RedriveRequest as _parley_control_v1_RedriveRequest, RedriveRequest__Output as _parley_control_v1_RedriveRequest__Output } from './parley/control/v1/RedriveRequest';
import type { RedriveResponse as _parley_control_v1_RedriveResponse, RedriveResponse__Output as _parley_control_v1_RedriveResponse__Output } from './parley/control/v1/RedriveResponse';
import type { SetFaultRequest as _parley_control_v1_SetFaultRequest, SetFaultRequest__Output as _parley_control_v1_SetFaultRequest__Output } from './parley/control/v1/SetFaultRequest';
import type { SetFaultResponse as _parley_control_v1_SetFaultResponse, SetFaultResponse__Output as _parley_control_v1_SetFaultResponse__Output } from './parley/control/v1/SetFaultResponse';
import type { ShowRequest as _parley_control_v1_ShowRequest, ShowRequest__Output as _parley_control_v1_ShowRequest__Output } from './parley/control/v1/ShowRequest';
import type { ShowResponse as _parley_control_v1_ShowResponse, ShowResponse__Output as _parley_control_v1_ShowResponse__Output } from './parley/control/v1/ShowResponse';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    control: {
      v1: {
        Control: SubtypeConstructor<typeof grpc.Client, _parley_control_v1_ControlClient> & { service: _parley_control_v1_ControlDefinition }
        DeadLetter: MessageTypeDefinition<_parley_control_v1_DeadLetter, _parley_control_v1_DeadLetter__Output>
        DeadLetterQueue: MessageTypeDefinition<_parley_control_v1_DeadLetterQueue, _parley_control_v1_DeadLetterQueue__Output>
        DeadLetters: SubtypeConstructor<typeof grpc.Client, _parley_control_v1_DeadLettersClient> & { service: _parley_control_v1_DeadLettersDefinition }
        DescribeRequest: MessageTypeDefinition<_parley_control_v1_DescribeRequest, _parley_control_v1_DescribeRequest__Output>
        DescribeResponse: MessageTypeDefinition<_parley_control_v1_DescribeResponse, _parley_control_v1_DescribeResponse__Output>
        ListRequest: MessageTypeDefinition<_parley_control_v1_ListRequest, _parley_control_v1_ListRequest__Output>
        ListResponse: MessageTypeDefinition<_parley_control_v1_ListResponse, _parley_control_v1_ListResponse__Output>
        RedriveRequest: MessageTypeDefinition<_parley_control_v1_RedriveRequest, _parley_control_v1_RedriveRequest__Output>
        RedriveResponse: MessageTypeDefinition<_parley_control_v1_RedriveResponse, _parley_control_v1_RedriveResponse__Output>
        SetFaultRequest: MessageTypeDefinition<_parley_control_v1_SetFaultRequest, _parley_control_v1_SetFaultRequest__Output>
        SetFaultResponse: MessageTypeDefinition<_parley_control_v1_SetFaultResponse, _parley_control_v1_SetFaultResponse__Output>
        ShowRequest: MessageTypeDefinition<_parley_control_v1_ShowRequest, _parley_control_v1_ShowRequest__Output>
        ShowResponse: MessageTypeDefinition<_parley_control_v1_ShowResponse, _parley_control_v1_ShowResponse__Output>
      }
    }
  }
}

