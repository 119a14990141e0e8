import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';
import type { WriteRequest__Output } from '@parley/contracts/generated/parley/ledger/v1/WriteRequest';
import { Fatal, crashPoint } from '@parley/faults';
import { decode } from '@parley/marshalling';
import { grpcClient } from '@parley/middleware/grpc';
import type { Way } from '@parley/service';
import { type OutboxRow, type Settled, outboxRelay } from '@parley/store';
import { withTrace } from '@parley/tracing';
import { chargeAnswered } from './fulfilment.service';
import { writeCall } from './ledger.outbox';
import type { FulfilmentStore, FulfilmentTables } from './migrations';

const deadlineMs = 3000;

/**
 * The way out to the customers' accounts: durable steps, kept in the outbox and repeated until a replica of the ledger has
 * acknowledged, at another one when one does not answer. What follows from an answer (paid, or declined) is committed
 * with the row's being marked.
 */
export function ledgerCalls(store: FulfilmentStore, addresses: readonly string[], owner: string): Way {
  const replicas = addresses.map((address) =>
    grpcClient<LedgerDefinition>('parley.ledger.v1.Ledger', address, { deadlineMs }),
  );
  let preferred = 0;

  async function write(request: WriteRequest__Output) {
    const at = preferred;
    try {
      return await replicas[at]!.Write(request);
    } catch (error) {
      if (preferred === at) preferred = (at + 1) % replicas.length;
      throw error;
    }
  }

  async function settle(row: OutboxRow): Promise<Settled<FulfilmentTables>> {
    try {
      if (row.destination !== writeCall) throw new Fatal(`no call ${row.destination}`, { reason: 'unknown-call' });
      const request = decode<WriteRequest__Output>(row.type, row.contentType, row.body);
      const answer = await withTrace(row.trace, () => write(request));
      if (answer.outcome !== 'done' && request.refund)
        throw new Fatal(`${request.operationId} was declined: ${answer.reason}`, { reason: answer.reason });
      crashPoint('fulfilment.ledger.answered');
      if (!request.debit) return { row, ok: true };
      return { row, ok: true, after: (tx) => withTrace(row.trace, () => chargeAnswered(tx, row.key!, answer)) };
    } catch (error) {
      return { row, error };
    }
  }

  const relay = outboxRelay<FulfilmentTables>(store, {
    channel: 'grpc',
    order: 'any',
    owner,
    deliver: (rows) => Promise.all(rows.map(settle)),
  });
  const close = async () => {
    for (const replica of replicas) replica.close();
  };
  return { ...relay, channel: 'grpc parley.ledger.v1.Ledger (durable)', close };
}
