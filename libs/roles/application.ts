import { createHash } from 'node:crypto';
import { Fatal, Retryable } from '@parley/faults';
import { codecs } from '@parley/marshalling';
import { note, type EvidenceEvent } from '@parley/evidence';
import { currentTraceId, span } from '@parley/tracing';
import type { Behaviour, Seen } from './instructions';
import type { Application, Message } from './ports';

/** Everything that can be known of a message's content, in a few bytes. */
export const digestOf = ({ id, sender, seq, key, type, contentType, headers, body }: Message): string => {
  const { traceparent: _, tracestate: __, ...own } = headers;
  const sorted = Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1));
  const head = JSON.stringify([id, sender, seq, key ?? null, type, contentType, sorted]);
  return createHash('sha256').update(head).update(body).digest('base64url').slice(0, 16);
};

/** Content types that the application reads: raw bytes, and every codec. */
const reads = (contentType: string): boolean =>
  contentType === 'application/octet-stream' || Object.hasOwn(codecs, contentType);

/** Notes what happened to a message of a style. */
export const noteOf = (style: string, event: EvidenceEvent, message: Message, text?: string): void => {
  const { id, sender, seq, key } = message;
  note({
    event,
    msg: { id, sender, seq, key },
    style,
    hop: 'sender>receiver',
    channel: style,
    trace: currentTraceId(),
    note: text,
  });
};

/** The receiving application of suite and lab: it notes each delivery and behaves as it is told. */
export function openApplication(style: string, say: (line: string) => void) {
  let behaviour: Behaviour = { is: 'prompt' };
  let letGo = () => {};
  let held: Promise<void> = Promise.resolve();

  const behave = async (): Promise<void> => {
    const now = behaviour;
    if (now.is === 'slow') await new Promise((resolve) => setTimeout(resolve, now.ms));
    if (now.is === 'hold') await held;
    if (now.is === 'hangs') await new Promise(() => {});
    if (now.is === 'rejects') throw new Retryable('the application cannot now');
    if (now.is === 'refuses') throw new Fatal('the application will not', { reason: 'refused' });
  };

  const deliver = (operation: string, message: Message): Promise<void> => {
    if (!reads(message.contentType)) {
      const text = `no codec for content type ${JSON.stringify(message.contentType)}`;
      const error = new Fatal(text, { reason: 'unknown-content-type' });
      application.refused(error);
      throw error;
    }
    // A programming error: it does not even return a promise.
    if (behaviour.is === 'throws') throw new TypeError('the application has a fault');
    const spec = {
      name: `process ${style}`,
      kind: 'consumer',
      style,
      channel: style,
      parent: message.headers,
    } as const;
    return span(spec, async () => {
      const { body, headers, contentType, type } = message;
      const seen: Seen = { bytes: body.length, digest: digestOf(message), contentType, type, headers };
      noteOf(style, 'delivered', message, JSON.stringify(seen));
      say(`${operation} ${message.id} from ${message.sender}, ${body.length} B`);
      await behave();
      noteOf(style, 'processed', message);
    });
  };

  const application: Application = {
    notify: (message) => deliver('notice', message),
    reserve: async (request) => {
      await deliver('request', request);
      return { ...request, id: `${request.id}.reply`, sender: 'receiver', headers: { 'in-reply-to': request.id } };
    },
    refused: (error) => {
      const { reason, message } = error;
      note({ event: 'dropped', msg: { id: '' }, style, hop: 'sender>receiver', channel: style, note: reason });
      say(`refused: ${message}`);
    },
  };

  return {
    application,
    behave: (how: Behaviour) => {
      letGo();
      behaviour = how;
      if (how.is === 'hold') held = new Promise((resolve) => (letGo = resolve));
    },
    release: () => letGo(),
  };
}
