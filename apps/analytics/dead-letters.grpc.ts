import { type DeadLetterSource, deadLettersService } from '@parley/service';
import { type DeadRecord, deadDepth, redriveDead, showDead } from './dead-records.service';
import { contentTypeOf, orderEvent } from './events.domain';
import type { AnalyticsStore } from './sales.service';

/** The dead records of the order topic, named as a queue. */
export const deadLog = 'orders.log';

const letter = ({ topic, partition, offset, headers, reason, cause, attempts, at, body }: DeadRecord) => {
  const sent = JSON.parse(headers) as Record<string, string>;
  const [type, contentType] = [sent['ce-type'] ?? orderEvent, contentTypeOf(sent)];
  const [messageId, traceparent] = [`${topic}/${partition}/${offset}`, sent.traceparent ?? ''];
  return { messageId, type, contentType, reason, cause, attempts, at, body, traceparent };
};

const logLetters = (store: AnalyticsStore): DeadLetterSource => ({
  queue: deadLog,
  depth: () => deadDepth(store),
  show: async (limit) => (await showDead(store, limit)).map(letter),
  redrive: (limit) => redriveDead(store, limit),
});

/** The records of the log that no event could be made of; `message_id` is `topic/partition/offset`. */
export const deadLettersGrpc = (store: AnalyticsStore) => deadLettersService([logLetters(store)]);
