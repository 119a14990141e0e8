import type { Milestone__Output } from '@parley/contracts/generated/parley/fulfilment/v1/Milestone';
import { Fatal } from '@parley/faults';
import { encode } from '@parley/marshalling';
import { type Store, enqueue, firstSeen } from '@parley/store';
import { inject } from '@parley/tracing';
import { mailOf } from './mail.domain';

export const milestoneType = 'parley.fulfilment.v1.Milestone';

/**
 * Takes one milestone: inbox row and the mail in the outbox are one transaction. Returns after the commit; true when
 * the milestone was new. Throws Fatal `unknown-outcome` and `invalid-milestone` (no id): no mail can be made of it.
 */
export async function takeMilestone(store: Store, milestone: Milestone__Output): Promise<boolean> {
  const { milestoneId, outcome } = milestone;
  if (!milestoneId) throw new Fatal('a milestone without an id', { reason: 'invalid-milestone' });
  const mail = mailOf(milestone);
  if (!mail) throw new Fatal(`no mail for outcome ${JSON.stringify(outcome)}`, { reason: 'unknown-outcome' });
  const { contentType, body } = encode(milestoneType, milestone);
  return store.transaction(async (tx) => {
    if (!(await firstSeen(tx, milestoneId))) return false;
    await enqueue(tx, {
      id: milestoneId,
      channel: 'smtp',
      destination: mail.to,
      key: milestone.orderId,
      type: milestoneType,
      contentType,
      body,
      trace: inject(),
    });
    return true;
  });
}
