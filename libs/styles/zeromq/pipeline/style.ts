import { claim, type Style } from '@parley/taxonomy';

/** Where the deck's two sources stand by default; one of ours takes both, for its jobs and for its results. */
export const sourcePorts = ['tcp://127.0.0.1:5558', 'tcp://127.0.0.1:5559'] as const;

/** Where the sink stands by default. */
export const sinkPort = 'tcp://127.0.0.1:5560';

export const style: Style = {
  id: 'pipeline',
  title: 'Pipeline whose workers ask for work, ZeroMQ',
  family: 'zeromq',
  middleware: 'zeromq',
  carrier: 'tcp',
  rows: ['S20'],
  persistence: claim('none', 'a job is in its source’s memory until its result is in', 'receiver after sender'),
  release: claim('processed', 'the result comes back when the worker has done the job', 'point of release'),
  cardinality: claim('anycast', 'a job goes to one worker that has asked for one', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'of one source to one worker: jobs go out in their order, those handed out again first. Over several workers there is none: results overtake',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'a job without a result is handed out again, though it may be the result that was lost',
    'delivery under faults',
  ),
  full: claim('block', 'no more is handed out than was asked for; the rest waits until its deadline', 'burst'),
  absent: claim('error', 'a job that no worker has asked for by its deadline is given up', 'receiver absent'),
  tellsOfLoss: claim(true, 'a job without a result is an error at its deadline', 'delivery under faults'),
  uncoupling: {
    space: claim(false, 'a source knows no worker, but each worker has the source’s addresses', 'what each side knows'),
    time: claim(false, 'what a source holds is lost with it', 'receiver after sender'),
    synchronisation: claim(false, 'the source has the result or an error', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes: 4 * 1024 * 1024 - 64 * 1024,
  roles: [
    {
      name: 'source',
      aliases: ['ventilator'],
      part: 'sender',
      binds: true,
      address: sourcePorts,
      port: 5558,
      count: 2,
      knows: ['what a job and a result are made of'],
    },
    {
      name: 'worker',
      part: 'receiver',
      count: 2,
      knows: ['the sources’ addresses', 'what a job and a result are made of'],
    },
  ],
  setup: [],
};
