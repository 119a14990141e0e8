/** The lines that MPICH's ranks exchange with whoever started them while they begin: what mpiexec does for a job. */
export interface ProcessManager {
  /** Takes one line of a rank; what is to be said, and to whom, goes to `say`. */
  take(rank: number, line: string): void;
}

const fieldsOf = (line: string): Record<string, string> =>
  Object.fromEntries(
    line
      .trim()
      .split(' ')
      .map((field) => {
        const at = field.indexOf('=');
        return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
      }),
  );

/**
 * The process manager of one job of `size` ranks on one machine, for ranks that were not started by mpiexec but each on
 * its own: it keeps what they publish of themselves until all have come. Ranks have PMI_RANK, PMI_SIZE and PMI_FD in
 * their environment. A command it does not know is answered with rc=-1. Source: PMI-1, the simple wire protocol of MPICH
 * (Balaji et al., PMI, EuroMPI 2010).
 */
export function manageJob(size: number, say: (rank: number, line: string) => void): ProcessManager {
  const name = 'job';
  // One machine with ranks 0 … size-1: they may use shared memory.
  const published = new Map([['PMI_process_mapping', `(vector,(0,1,${size}))`]]);
  const inBarrier = new Set<number>();
  const answers: Record<string, (fields: Record<string, string>, rank: number) => string | undefined> = {
    init: () => 'cmd=response_to_init pmi_version=1 pmi_subversion=1 rc=0',
    get_maxes: () => 'cmd=maxes kvsname_max=256 keylen_max=64 vallen_max=1024',
    get_appnum: () => 'cmd=appnum appnum=0',
    get_my_kvsname: () => `cmd=my_kvsname kvsname=${name}`,
    get_universe_size: () => `cmd=universe_size size=${size}`,
    put: ({ key = '', value = '' }) => {
      published.set(key, value);
      return 'cmd=put_result rc=0 msg=success';
    },
    get: ({ key = '' }) => {
      const value = published.get(key);
      return value === undefined
        ? `cmd=get_result rc=-1 msg=key_${key}_not_found value=unknown`
        : `cmd=get_result rc=0 msg=success value=${value}`;
    },
    barrier_in: (_, rank) => {
      inBarrier.add(rank);
      if (inBarrier.size < size) return undefined;
      for (const waiting of inBarrier) say(waiting, 'cmd=barrier_out');
      inBarrier.clear();
      return undefined;
    },
    finalize: () => 'cmd=finalize_ack',
  };
  return {
    take: (rank, line) => {
      const fields = fieldsOf(line);
      const { cmd = '' } = fields;
      const known = Object.hasOwn(answers, cmd) ? answers[cmd] : undefined;
      const answer = known ? known(fields, rank) : `cmd=${cmd} rc=-1 msg=unknown_command`;
      if (answer !== undefined) say(rank, answer);
    },
  };
}
