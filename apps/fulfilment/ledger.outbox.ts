import type { WriteRequest } from '@parley/contracts/generated/parley/ledger/v1/WriteRequest';
import { cloudEvent, encode } from '@parley/marshalling';
import { enqueue } from '@parley/store';
import { inject } from '@parley/tracing';
import type { FulfilmentTransaction } from './migrations';

export const writeType = 'parley.ledger.v1.WriteRequest';
export const writeCall = 'parley.ledger.v1.Ledger/Write';

/** A durable step: called until the ledger has acknowledged it, with an id under which it has one effect. */
function ask(
  tx: FulfilmentTransaction,
  orderId: string,
  request: WriteRequest & { operationId: string },
): Promise<void> {
  const { contentType, body } = encode(writeType, request);
  const id = request.operationId;
  return enqueue(tx, {
    id,
    channel: 'grpc',
    destination: writeCall,
    key: orderId,
    type: writeType,
    contentType,
    body,
    trace: inject(),
    headers: cloudEvent({
      id,
      type: writeType,
      source: 'fulfilment',
      time: new Date().toISOString(),
      subject: orderId,
    }),
  });
}

/** Asks the ledger to debit the customer's account by an order's payment: goes out with the transaction. */
export const debitAccount = (tx: FulfilmentTransaction, orderId: string, customer: string, amount: bigint) =>
  ask(tx, orderId, { operationId: `payment/${orderId}`, debit: { customer, amount: String(amount) } });

/** Asks the ledger to give money back to the customer's account: goes out with the transaction. */
export const creditAccount = (
  tx: FulfilmentTransaction,
  orderId: string,
  operationId: string,
  customer: string,
  amount: bigint,
) => ask(tx, orderId, { operationId, refund: { customer, amount: String(amount) } });
