import type { Operation as Wire } from '@parley/contracts/generated/parley/ledger/v1/Operation';
import type { Operation__Output } from '@parley/contracts/generated/parley/ledger/v1/Operation';
import type { WriteRequest__Output } from '@parley/contracts/generated/parley/ledger/v1/WriteRequest';
import { decode, encode } from '@parley/marshalling';
import type { LogRecord } from '@parley/middleware/kafka';
import type { LoggedOperation, Operation } from './ledger.domain';

const type = 'parley.ledger.v1.Operation';

type OnTheWire = Pick<WriteRequest__Output, 'debit' | 'refund' | 'setLimit' | 'put'>;

/** The operation that a message holds; undefined where it holds none. */
export function operationOf({ debit, refund, setLimit, put }: OnTheWire): Operation | undefined {
  if (debit) return { kind: 'debit', customer: debit.customer, amount: BigInt(debit.amount) };
  if (refund) return { kind: 'refund', customer: refund.customer, amount: BigInt(refund.amount) };
  if (setLimit) return { kind: 'limit', customer: setLimit.customer, limit: BigInt(setLimit.limit) };
  if (put) return { kind: 'put', name: put.name, value: put.value };
  return undefined;
}

function wireOf(operation: Operation): Wire {
  if (operation.kind === 'put') return { put: { name: operation.name, value: operation.value } };
  const { customer } = operation;
  if (operation.kind === 'limit') return { setLimit: { customer, limit: String(operation.limit) } };
  return { [operation.kind]: { customer, amount: String(operation.amount) } };
}

/** An operation as a record of the log, with the id of the replica that publishes it. */
export const recordOf = (operationId: string, replica: string, operation: Operation) => {
  const { body, contentType } = encode(type, { operationId, replica, ...wireOf(operation) });
  return { key: operationId, value: body, headers: { 'ce-id': operationId, 'content-type': contentType } };
};

/**
 * What a record of the log says, at its version: offset + 1. What can't be read takes its version all the same, as an
 * operation that does nothing: the log goes on, alike everywhere.
 */
export function loggedOf({ offset, value, headers }: LogRecord): LoggedOperation {
  const version = Number(offset) + 1;
  try {
    const read = decode<Operation__Output>(type, headers['content-type'] ?? 'application/x-protobuf', value);
    return { version, operationId: read.operationId, replica: read.replica, operation: operationOf(read) };
  } catch {
    return { version, operationId: '', replica: '' };
  }
}
