import type { EvidenceRecord } from '@parley/evidence';
import { randomOf } from '@parley/faults';
import { grpcClient } from '@parley/middleware/grpc';
import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';

export interface Load {
  records: EvidenceRecord[];
  /** Writes that were acknowledged so far. */
  acknowledged(): number;
  stop(): Promise<void>;
}

const callMs = 1500;
/** A client gives an operation up after so many tries: it never learns what became of it. */
const tries = 8;

type Note = (event: EvidenceRecord['event'], id: string, key: string, note?: object) => void;

/** One client: one call at a time, through replicas by chance; a write again under its id until it is answered. */
function openClient(name: string, seed: number, accounts: string[], addresses: () => string[], note: Note) {
  const random = randomOf(seed, name);
  const pick = (n: number) => Math.floor(random() * n);
  const clients = new Map<string, ReturnType<typeof grpcClient<LedgerDefinition>>>();
  const at = (address: string) => {
    const known = clients.get(address) ?? grpcClient<LedgerDefinition>('parley.ledger.v1.Ledger', address);
    clients.set(address, known);
    return known;
  };
  const any = () => at(addresses()[pick(addresses().length)]!);
  let seen = 0;

  async function write(id: string, customer: string): Promise<boolean> {
    const amount = 1 + pick(30);
    const input = random() < 0.65 ? { do: 'debit', amount } : { do: 'refund', amount };
    const what = { customer, amount: String(amount) };
    note('submitted', id, customer, { kind: 'write', input });
    for (let attempt = 0; attempt < tries; attempt += 1) {
      try {
        const request = { operationId: id, ...(input.do === 'debit' ? { debit: what } : { refund: what }) };
        const { outcome, balance, version, replica } = await any().Write(request, { deadlineMs: callMs });
        seen = Math.max(seen, Number(version));
        note('returned', id, customer, {
          output: { outcome, balance: Number(balance) },
          version: Number(version),
          replica,
        });
        return true;
      } catch {
        // Known or not known to have failed: under its id it may be tried again.
      }
    }
    return false;
  }

  async function read(id: string, customer: string): Promise<void> {
    const atLeast = random() < 0.7 ? seen : 0;
    note('submitted', id, customer, { kind: 'read', input: { do: 'read' }, ...(atLeast > 0 && { atLeast }) });
    try {
      const { balance, version, replica } = await any().Read(
        { customer, atLeast: String(atLeast) },
        { deadlineMs: callMs },
      );
      seen = Math.max(seen, Number(version));
      note('returned', id, customer, {
        output: { outcome: 'read', balance: Number(balance) },
        version: Number(version),
        replica,
      });
    } catch {
      note('dropped', id, customer);
    }
  }

  return {
    async run(signal: AbortSignal, acknowledged: () => void): Promise<void> {
      for (let n = 1; !signal.aborted; n += 1) {
        const [id, customer] = [`${name}/${n}`, accounts[pick(accounts.length)]!];
        if (random() < 0.4) await read(id, customer);
        else if (await write(id, customer)) acknowledged();
      }
      for (const client of clients.values()) client.close();
    },
  };
}

/** Clients at work on these accounts, every call of theirs in a history, until stopped. */
export function openLoad(seed: number, accounts: string[], addresses: () => string[], count = 5): Load {
  const records: EvidenceRecord[] = [];
  const stopping = new AbortController();
  let acknowledged = 0;
  const runs = Array.from({ length: count }, (_, n) => {
    const name = `client-${seed}-${n + 1}`;
    let seq = 0;
    const note: Note = (event, id, key, about) => {
      const mono = process.hrtime.bigint().toString();
      const record = { run: 'faults', process: name, inc: '1', seq: (seq += 1), mono, event, msg: { id, key } };
      records.push({
        ...record,
        style: 'ledger',
        hop: 'client>ledger',
        channel: 'ledger',
        note: JSON.stringify(about ?? {}),
      });
    };
    return openClient(name, seed, accounts, addresses, note).run(stopping.signal, () => (acknowledged += 1));
  });
  return {
    records,
    acknowledged: () => acknowledged,
    stop: async () => {
      stopping.abort();
      await Promise.all(runs);
    },
  };
}
