import fc from 'fast-check';
import { mailOf, mailedOutcomes } from './mail.domain';

const milestone = {
  milestoneId: '0190-1',
  orderId: 'o-1',
  outcome: 'paid',
  amount: '1234',
  reason: '',
  customer: '17850',
  reference: '536365',
};

test('a mail says what came of the order, and carries the milestone in its id', () => {
  expect(mailOf(milestone)).toEqual({
    from: 'Parley <orders@parley.example>',
    to: 'customer-17850@parley.example',
    subject: 'Payment received: order 536365',
    text: 'We have received your payment of £12.34. Thank you.\n\nOrder 536365\n',
    messageId: '<0190-1@parley.example>',
  });
  expect(mailOf({ ...milestone, outcome: 'cancelled', amount: '5' })!.text).toContain('£0.05');
  expect(mailOf({ ...milestone, outcome: 'cancelled', amount: '0' })!.text).toContain('Nothing was paid');
  expect(mailOf({ ...milestone, customer: '', reference: '' })).toMatchObject({
    to: 'guest@parley.example',
    subject: 'Payment received: order o-1',
  });
});

test('six outcomes have a mail, each its own; others have none', () => {
  expect([...mailedOutcomes].sort()).toEqual(['cancelled', 'declined', 'packed', 'paid', 'refunded', 'shipped']);
  expect(new Set(mailedOutcomes.map((outcome) => mailOf({ ...milestone, outcome })!.text)).size).toBe(6);
  expect(mailOf({ ...milestone, outcome: 'toString' })).toBeUndefined();
});

test('whatever a customer or a reference holds, address and headers stay one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (customer, reference) => {
      const mail = mailOf({ ...milestone, customer, reference })!;
      expect(mail.to).toMatch(/^(guest|customer-[A-Za-z0-9_-]+)@parley\.example$/);
      expect(mail.subject).not.toMatch(/[\r\n]/);
    }),
  );
});

test('different customers have different addresses', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      const to = (customer: string) => mailOf({ ...milestone, customer })!.to;
      expect(to(one) === to(other)).toBe(one === other);
    }),
  );
  expect(mailOf({ ...milestone, customer: 'é1' })!.to).not.toBe(mailOf({ ...milestone, customer: '\u0e91' })!.to);
});
