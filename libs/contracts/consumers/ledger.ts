import { calls, type Contract, oneOf } from '../contract';

const service = 'parley.ledger.v1.Ledger';
const own = calls('ledger', service);
const outcome = oneOf('done', 'declined');

/** What a replica needs of whoever asks it, and of the records that replicas write for each other. */
export const ledger: Contract[] = [
  own.request('Write', { operationId: 'text' }),
  own.request('Read', { atLeast: 'int64', waitMs: 'number' }),
  own.request('Watch', { after: 'int64' }),
  own.request('Status', {}),
  {
    consumer: 'ledger',
    message: 'parley.ledger.v1.Operation',
    channel: 'ledger',
    needs: { operationId: 'text', replica: 'text' },
  },
  {
    consumer: 'ledger',
    message: 'parley.ledger.v1.SnapshotPart',
    channel: 'ledger.snapshots',
    needs: {
      version: 'int64',
      hash: 'text',
      entries: [{ key: 'text', balance: 'int64' }],
      executed: [{ version: 'int64', operationId: 'string', first: 'int64', outcome, balance: 'int64', hash: 'text' }],
    },
  },
];

/** What the answers are needed for: by fulfilment, to decide; by whoever reads, to know of what the value is. */
export const ledgerReaders: Contract[] = [
  calls('fulfilment', service).response('Write', { outcome, reason: 'string', version: 'int64' }),
  calls('reader', service).response('Read', {
    balance: 'int64',
    limit: 'int64',
    value: 'string',
    version: 'int64',
    replica: 'text',
  }),
  calls('reader', service).response('Watch', { version: 'int64', operationId: 'string', outcome, hash: 'text' }),
  calls('reader', service).response('Status', { replica: 'text', version: 'int64', hash: 'text', snapshot: 'int64' }),
];
