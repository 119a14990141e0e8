import { Retryable } from '@parley/faults';
import { openCalls } from './calls';
import { openMpi } from './text';
import { manageJob } from './process-manager';

const openJob = (size: number) => {
  const said: string[] = [];
  return { said, job: manageJob(size, (rank, line) => said.push(`${rank} ${line}`)) };
};

describe('the process manager of a job', () => {
  it('lets nobody out of a barrier before all are in it, twice over', () => {
    const { said, job } = openJob(2);
    for (const round of [1, 2]) {
      job.take(0, 'cmd=barrier_in');
      job.take(0, 'cmd=barrier_in');
      expect(said).toHaveLength(2 * (round - 1));
      job.take(1, 'cmd=barrier_in');
      expect(said.slice(-2)).toEqual(['0 cmd=barrier_out', '1 cmd=barrier_out']);
    }
  });

  it('gives one rank what another has published, and says where nothing was', () => {
    const { said, job } = openJob(2);
    job.take(1, 'cmd=put kvsname=job key=address value=2049AC=');
    job.take(0, 'cmd=get kvsname=job key=address');
    job.take(0, 'cmd=get kvsname=job key=other');
    expect(said).toEqual([
      '1 cmd=put_result rc=0 msg=success',
      '0 cmd=get_result rc=0 msg=success value=2049AC=',
      '0 cmd=get_result rc=-1 msg=key_other_not_found value=unknown',
    ]);
  });

  it('refuses what it does not know', () => {
    const { said, job } = openJob(1);
    for (const line of ['cmd=spawn', 'cmd=toString', '']) job.take(0, line);
    expect(said.every((line) => line.includes('rc=-1'))).toBe(true);
  });
});

describe('questions that wait for answers', () => {
  it('never gives the tag of a question that was given up to another', async () => {
    const calls = openCalls();
    const late = calls.open();
    const tags = Array.from({ length: 32_765 }, () => calls.open().tag);
    expect(new Set([late.tag, ...tags]).size).toBe(32_766);
    expect(() => calls.open()).toThrow(Retryable);
    calls.came(late.tag, Buffer.from('late'));
    expect(calls.open().tag).toBe(late.tag);
    await expect(late.answer).resolves.toEqual(Buffer.from('late'));
  });
});

it('says what to install where there is no MPICH', () => {
  expect(() => openMpi('libmpich.so.none')).toThrow(
    'There is no MPICH here (libmpich.so.none). Install it: apt-get install mpich',
  );
});
