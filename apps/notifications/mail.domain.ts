/** What a mail needs of a milestone. `amount` in pence, as a decimal string. */
export interface MailedMilestone {
  milestoneId: string;
  orderId: string;
  outcome: string;
  amount: string;
  reason: string;
  customer: string;
  reference: string;
}

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  messageId: string;
}

const pounds = (pence: string): string => {
  const digits = pence.padStart(3, '0');
  return `£${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const texts: Readonly<Record<string, (milestone: MailedMilestone) => [subject: string, text: string]>> = {
  paid: ({ amount }) => ['Payment received', `We have received your payment of ${pounds(amount)}. Thank you.`],
  declined: () => ['Payment declined', 'Your payment was declined, so we could not take the order.'],
  packed: () => ['Packed', 'Your goods are packed and will leave soon.'],
  shipped: () => ['Shipped', 'Your goods are on their way.'],
  cancelled: ({ amount }) => [
    'Cancelled',
    amount === '0'
      ? 'Your order is cancelled. Nothing was paid.'
      : `Your order is cancelled. We have paid ${pounds(amount)} back.`,
  ],
  refunded: ({ amount }) => ['Refund', `Your return is in. We have paid ${pounds(amount)} back.`],
};

/** Customer ids may hold anything, the local part of an address may not: four hex digits a code unit keep them apart. */
const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9-]/g, (unit) => `_${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const localPart = (customer: string): string => (customer === '' ? 'guest' : `customer-${escaped(customer)}`);

/** A header is one line. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** The outcomes that have a mail. */
export const mailedOutcomes: readonly string[] = Object.keys(texts);

/**
 * The mail of a milestone, always the same for the same milestone, Message-ID included: who gets it twice can tell.
 * Undefined when the outcome is not one of `mailedOutcomes`.
 */
export function mailOf(milestone: MailedMilestone): Mail | undefined {
  if (!Object.hasOwn(texts, milestone.outcome)) return undefined;
  const [subject, text] = texts[milestone.outcome]!(milestone);
  const order = oneLine(milestone.reference || milestone.orderId);
  return {
    from: 'Parley <orders@parley.example>',
    to: `${localPart(milestone.customer)}@parley.example`,
    subject: `${subject}: order ${order}`,
    text: `${text}\n\nOrder ${order}\n`,
    messageId: `<${milestone.milestoneId}@parley.example>`,
  };
}
