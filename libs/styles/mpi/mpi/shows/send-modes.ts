import { runJob } from '@parley/middleware/mpi';
import type { Finding, Show } from '@parley/roles';
import { sendModes, type Observation, type Refusal } from './send-modes.program';

const small = 8;
const large = 4 * 1024 * 1024;
const delayMs = 300;

const nameOf = ({ mode, immediate }: Observation): string => {
  const letter = { standard: '', buffered: 'b', synchronous: 's', ready: 'r' }[mode];
  const call = `${immediate ? 'i' : ''}${letter}send`;
  return `MPI_${call[0]!.toUpperCase()}${call.slice(1)}`;
};

const isBefore = ({ overMs, postedMs }: Observation): boolean => overMs < postedMs;

const line = (one: Observation): string =>
  [
    nameOf(one).padEnd(12),
    `${one.bytes} B`.padStart(11),
    `${one.returnedMs.toFixed(2)} ms`.padStart(12),
    `${one.overMs.toFixed(2)} ms`.padStart(12),
    `${one.postedMs.toFixed(2)} ms`.padStart(12),
    isBefore(one) ? '  over before the receive was posted' : '  over after the receive was posted',
  ].join(' ');

/** When each mode returns, by small and large messages, to a receiver that posts its receive late. */
export const show: Show = {
  title: 'When is a send over? Four modes, blocking and immediate, to a receiver that comes 300 ms late',
  rows: ['S17'],
  run: async ({ say }) => {
    const input = { sizes: [small, 1024, 64 * 1024, large], delayMs };
    const { told } = await runJob<Observation | Refusal | { erroneous: string }>(2, sendModes, { input });
    const seen = told.filter((one): one is Observation => 'mode' in one);
    const refused = told.find((one): one is Refusal => 'refused' in one)?.refused;
    const erroneous = told.find((one): one is { erroneous: string } => 'erroneous' in one)?.erroneous;
    say(
      `${'call'.padEnd(12)} ${'message'.padStart(11)} ${'returned'.padStart(12)} ${'over'.padStart(12)} ${'posted'.padStart(12)}`,
    );
    for (const one of seen) say(line(one));
    say(`\nMPI_Bsend without an attached buffer: ${refused}`);
    say(`MPI_Rsend with no receive posted is erroneous; this MPICH: ${erroneous}`);

    const of = (mode: Observation['mode'], which: (one: Observation) => boolean = () => true) =>
      seen.filter((one) => one.mode === mode && which(one));
    const finding = (says: string, those: Observation[], expected: (one: Observation) => boolean): Finding => ({
      says,
      measured: those
        .map((one) => `${nameOf(one)} ${one.bytes} B ${one.overMs} ms (posted ${one.postedMs} ms)`)
        .join(', '),
      holds: those.length > 0 && those.every(expected),
    });
    return [
      finding(
        'standard: a small message is over before anybody receives (eager)',
        of('standard', ({ bytes }) => bytes === small),
        isBefore,
      ),
      finding(
        'standard: a large one waits for its receive (rendezvous)',
        of('standard', ({ bytes }) => bytes === large),
        (one) => !isBefore(one),
      ),
      finding('buffered: over when copied, small or large', of('buffered'), isBefore),
      finding('synchronous: never over before its receive, small or large', of('synchronous'), (one) => !isBefore(one)),
      finding(
        'ready: the receive was posted first, and is used at once',
        of('ready'),
        ({ postedMs, overMs }) => postedMs < 0 && overMs < delayMs,
      ),
      finding(
        'immediate: the call returns before anybody receives, in every mode',
        seen.filter(({ immediate, mode }) => immediate && mode !== 'ready'),
        ({ returnedMs, postedMs }) => returnedMs < postedMs,
      ),
      {
        says: 'a buffered send without an attached buffer is an error',
        measured: String(refused),
        holds: refused === 'no-buffer',
      },
      {
        says: 'a ready send with no receive posted is the program’s fault, and MPICH does not say so',
        measured: String(erroneous),
        holds: erroneous === 'not noticed',
      },
    ];
  },
};
