import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';
import { type CallInfo, type GrpcService, checked, grpcService, rpcError } from '@parley/middleware/grpc';
import { type Executed, defaultLimit } from './ledger.domain';
import type { Replica } from './ledger.service';
import { operationOf } from './operations';
import { readRequest, watchRequest, writeRequest } from './requests';
import { keptOf, snapshotsName } from './snapshots.kafka';

/** A call without a deadline waits so long; one with a deadline is answered so long before it. Milliseconds. */
const longestMs = 30_000;
const answerMs = 50;

const timeFor = (call: CallInfo, wish = 0): number =>
  Math.max(0, Math.min(longestMs, call.remaining() - answerMs, wish > 0 ? wish : Infinity));

/** At which an operation was executed first: a repetition is answered as the first was. */
const versionOf = ({ version, first, reason }: Executed): string =>
  String(reason === 'operation-differs' ? version : first);

/** The Ledger service of one replica. */
export const ledgerGrpc = (replica: Replica): GrpcService =>
  grpcService<LedgerDefinition>('parley.ledger.v1.Ledger', {
    Write: async (request, call) => {
      const { operationId } = checked(writeRequest, request);
      const executed = await replica.write(operationId, operationOf(request)!, timeFor(call));
      const { outcome, reason, balance } = executed;
      return { outcome, reason, balance: String(balance), version: versionOf(executed), replica: replica.name };
    },
    Read: async (request, call) => {
      const { customer, name, atLeast, waitMs } = checked(readRequest, request);
      if (!(await replica.reach(atLeast, timeFor(call, waitMs))))
        throw rpcError('UNAVAILABLE', `${replica.name} is at version ${replica.version()}, not at ${atLeast}`, {
          reason: 'behind',
          metadata: { replica: replica.name, version: String(replica.version()), atLeast: String(atLeast) },
        });
      const entry = replica.read(customer ? { customer } : { name: name! });
      return {
        balance: String(entry?.balance ?? 0n),
        limit: String(customer ? (entry?.limit ?? defaultLimit) : 0n),
        value: entry?.value ?? '',
        found: entry !== undefined,
        version: String(replica.version()),
        replica: replica.name,
      };
    },
    Watch: async function* (request, { signal }) {
      const { after } = checked(watchRequest, request);
      for await (const { version, first, balance, ...one } of replica.watch(after, signal))
        yield { ...one, version: String(version), first: String(first), balance: String(balance) };
    },
    Status: async () => ({
      replica: replica.name,
      version: String(replica.version()),
      hash: replica.hash(),
      snapshot: String(keptOf(replica.read({ name: snapshotsName })?.value).at(-1)?.version ?? 0),
      accounts: replica.accounts(),
    }),
  });
