import { evidenceOn, note, type EvidenceEvent } from '@parley/evidence';
import { currentTraceId } from '@parley/tracing';

/** Notes what happened to a message of a gRPC method; the messages of a stream are `<call id>#<number>`. */
export const record = (event: EvidenceEvent, channel: string, id: string, remark?: string): void => {
  if (!evidenceOn()) return;
  note({ event, msg: { id }, style: 'grpc', hop: channel, channel, trace: currentTraceId(), note: remark });
};
