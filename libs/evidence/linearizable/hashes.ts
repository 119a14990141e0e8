import { type Judged, judged } from './call';

/** The hash that a replica had of its state at a version. */
export interface StateHash {
  version: number;
  hash: string;
}

/** Whether all replicas had the same state at every version that two of them have told: the first one where they differ. */
export function judgeHashes(replicas: Record<string, readonly StateHash[]>): Judged {
  const first = new Map<number, { replica: string; hash: string }>();
  let compared = 0;
  let witness: string[] = [];
  let at = Infinity;
  for (const [replica, states] of Object.entries(replicas)) {
    for (const { version, hash } of states) {
      const other = first.get(version);
      if (!other) {
        first.set(version, { replica, hash });
        continue;
      }
      compared += 1;
      if (other.hash === hash || version >= at) continue;
      at = version;
      witness = [`version ${version}: ${other.replica} ${other.hash}, ${replica} ${hash}`];
    }
  }
  return judged('one state a version', compared, witness);
}
