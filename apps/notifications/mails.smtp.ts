import type { Milestone__Output } from '@parley/contracts/generated/parley/fulfilment/v1/Milestone';
import { Fatal, crashPoint } from '@parley/faults';
import { decode } from '@parley/marshalling';
import type { Mailer } from '@parley/middleware/smtp';
import type { Way } from '@parley/service';
import { type OutboxRow, type Settled, type Store, outboxRelay } from '@parley/store';
import { withTrace } from '@parley/tracing';
import { mailOf } from './mail.domain';
import { milestoneType } from './mails.service';

/**
 * The way out: mails what the outbox holds. Put off by the mail host (4xx, no connection): tried again; refused (5xx):
 * the row is dead, shown and redriven as a dead letter. A mail may be sent twice, always under the same Message-ID.
 */
export function mailsSmtp(store: Store, mailer: Mailer, owner: string): Way {
  const send = async (row: OutboxRow): Promise<Settled> => {
    try {
      const mail = mailOf(decode<Milestone__Output>(milestoneType, row.contentType, row.body));
      if (!mail) throw new Fatal(`no mail for row ${row.id}`, { reason: 'unknown-outcome' });
      await withTrace(row.trace, () => mailer.send({ ...mail, headers: { 'X-Parley-Order': row.key ?? '' } }));
      return { row, ok: true };
    } catch (error) {
      return { row, error };
    }
  };
  const relay = outboxRelay(store, {
    channel: 'smtp',
    order: 'any',
    owner,
    deliver: async (rows) => {
      const settled = await Promise.all(rows.map(send));
      if (settled.some(({ ok }) => ok)) crashPoint('notifications.mail.sent');
      return settled;
    },
  });
  return { ...relay, channel: 'smtp mail', close: async () => mailer.close() };
}
