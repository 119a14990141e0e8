import { evidenceOn, note, type EvidenceEvent } from '@parley/evidence';
import { currentTraceId } from '@parley/tracing';

export const channel = 'mail';

/** Notes what happened to a mail; `id` is its Message-ID without the angle brackets. */
export const record = (event: EvidenceEvent, id: string): void => {
  if (!evidenceOn()) return;
  note({ event, msg: { id }, style: 'smtp', hop: channel, channel, trace: currentTraceId() });
};

export const bareId = (messageId: string): string => messageId.replace(/^<|>$/g, '');
