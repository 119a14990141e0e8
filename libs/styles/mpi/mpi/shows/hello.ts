import { runJob } from '@parley/middleware/mpi';
import type { Show } from '@parley/roles';
import { compileHello, greet, hello, type Hello } from '../hello';

/** Hello from four ranks, and from one job whose ranks are written in C and in JavaScript. */
export const show: Show = {
  title: 'Hello from every rank',
  rows: ['S17'],
  run: async ({ say, out }) => {
    say('mpiexec -n 4 node rank.cjs');
    const { told } = await runJob<Hello>(4, hello);
    for (const { rank, size, machine } of told) say(`  hello from rank ${rank} of ${size} on ${machine}`);
    say('\nmpiexec -n 2 ./hello : -n 2 node rank.cjs');
    const foreign = [{ n: 2, command: [await compileHello(out)] }];
    const mixed = await runJob<Hello & { factor: number; half: number }>(2, greet, { foreign });
    const inC = mixed.stdout.split('\n').filter((line) => line && !line.startsWith('> '));
    for (const line of inC) say(`  ${line}`);
    for (const { rank, size, half } of mixed.told) say(`  rank ${rank} of ${size}, in JavaScript, got ${half}`);
    const ranks = told.map(({ rank }) => rank).sort();
    return [
      {
        says: 'each of four processes has a rank of its own and knows how many they are',
        measured: `ranks ${ranks.join(' ')} of ${told[0]?.size}`,
        holds: ranks.join() === '0,1,2,3' && told.every(({ size }) => size === 4),
      },
      {
        says: 'ranks in C and in JavaScript are one job: broadcast, reduction and messages both ways',
        measured: inC.filter((line) => /sum|wrote/.test(line)).join('; '),
        holds:
          inC.includes('sum of the products: 42') &&
          inC.filter((line) => line.includes('speaks JavaScript')).length === 2 &&
          mixed.told.every(({ rank, factor, half }) => factor === 7 && half === rank / 2),
      },
    ];
  },
};
