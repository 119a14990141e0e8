import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';
import type { Unary } from '@parley/middleware/grpc';

export interface WalkReplica {
  name: string;
  ledger: Pick<Unary<LedgerDefinition>, 'Write' | 'Read'>;
}

export interface Walk {
  /** Three, which have executed nothing yet. */
  replicas: WalkReplica[];
  /** Cuts the third one off from the log, so that it lags; or joins it again. */
  cutOff(on: boolean): void;
  say(line: string): void;
}

const patience = { deadlineMs: 30_000 };
/** So long nothing must come of a read that has to wait. */
const quietMs = 500;

/**
 * Replication by publish and subscribe as the lecture draws it: a write goes to any replica, which publishes it; each executes
 * it when it comes; the replica that was asked then acknowledges with the version; a read carries the version that was
 * seen last, and a replica that lags waits for it. Resolves to whether every step went so.
 */
export async function walk({ replicas, cutOff, say }: Walk): Promise<boolean> {
  const [one, two, three] = replicas as [WalkReplica, WalkReplica, WalkReplica];
  let well = true;
  const step = (what: string, seen: string, expected: string): void => {
    well &&= seen === expected;
    say(`${what}: ${seen}${seen === expected ? '' : `, expected ${expected}`}`);
  };
  const state = async ({ name, ledger }: WalkReplica, atLeast = '0'): Promise<string> => {
    const { value, version } = await ledger.Read({ name: 'X', atLeast }, patience);
    return `${name} X=${value || '0'} vrs=${version}`;
  };
  const states = async (of: WalkReplica[], atLeast?: string): Promise<string> =>
    (await Promise.all(of.map((each) => state(each, atLeast)))).join(', ');
  const all = (text: string, of = replicas): string => of.map(({ name }) => `${name} ${text}`).join(', ');

  step('0. nothing was executed', await states(replicas), all('X=0 vrs=0'));
  say(`1. client A sends X=3 to ${one.name}; it publishes (${one.name}, X=3), executes it when it comes, and answers`);
  const first = await one.ledger.Write({ operationId: 'walk/1', put: { name: 'X', value: '3' } }, patience);
  step('   answer to client A', `ACK vrs=${first.version}`, 'ACK vrs=1');
  step('   every replica executes it', await states(replicas, '1'), all('X=3 vrs=1'));
  cutOff(true);
  say(`2. ${three.name} is cut off from the log; client B sends X=5 to ${two.name}`);
  const second = await two.ledger.Write({ operationId: 'walk/2', put: { name: 'X', value: '5' } }, patience);
  step('   answer to client B', `ACK vrs=${second.version}`, 'ACK vrs=2');
  step('   two replicas execute it', await states([one, two], '2'), all('X=5 vrs=2', [one, two]));
  step(`   X? at ${three.name}, without a version: stale`, await state(three), `${three.name} X=3 vrs=1`);
  say(`3. client A asks ${three.name}: X? vrs>=2`);
  let answered = false;
  const waiting = state(three, '2').finally(() => (answered = true));
  waiting.catch(() => undefined);
  await delay(quietMs);
  step(`   after ${quietMs} ms`, answered ? 'answered' : 'it waits', 'it waits');
  cutOff(false);
  step('   the log is back', await waiting, `${three.name} X=5 vrs=2`);
  return well;
}
