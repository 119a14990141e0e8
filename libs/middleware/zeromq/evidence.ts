import { evidenceOn, note, type EvidenceEvent } from '@parley/evidence';
import { currentTraceId } from '@parley/tracing';

/** Notes what happened to a message on a ZeroMQ channel. `trace`: of the message, where it is not the current one. */
export const record = (
  event: EvidenceEvent,
  channel: string,
  id: string,
  { remark, trace = currentTraceId() }: { remark?: string; trace?: string } = {},
): void => {
  if (!evidenceOn()) return;
  note({ event, msg: { id }, style: 'zeromq', hop: channel, channel, trace, note: remark });
};
