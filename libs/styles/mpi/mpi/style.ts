import { claim, type Style } from '@parley/taxonomy';

/** Message passing between ranks of a job (S17): MPICH, each notice a synchronous send. */
export const style: Style = {
  id: 'mpi',
  title: 'Message passing (MPI): send and receive between the ranks of a job',
  family: 'mpi',
  middleware: 'MPICH 4',
  // Shared memory between ranks of one machine: nothing that a proxy could stand in.
  carrier: 'none',
  rows: ['S17'],
  persistence: claim('none', 'nobody stands between two ranks, and a job ends with its ranks', 'receiver after sender'),
  release: claim(
    'received',
    'MPI_Issend is over when the matching receive has started in the receiver',
    'point of release',
  ),
  cardinality: claim('unicast', 'a send names the one rank it goes to', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'two messages of one rank to another that match the same receive do not overtake',
    'order under faults',
  ),
  delivery: claim('at most once', 'nothing is sent again; what a dead job had is gone', 'delivery under faults'),
  full: claim('block', 'what the receiver has not posted a receive for waits at the sender', 'burst'),
  absent: claim('error', 'a job does not begin without all of its ranks', 'receiver absent'),
  tellsOfLoss: claim(
    false,
    'a receiver can die between the start of its receive and the call of its application',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(false, 'the sender names rank and job of the receiver', 'what each side knows'),
    time: claim(false, 'both have to run to be a job at all', 'receiver after sender'),
    synchronisation: claim(false, 'a synchronous send waits for the receiver', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: true },
  headers: true,
  maxBytes: 8 * 1024 * 1024,
  roles: [
    {
      name: 'receiver',
      aliases: ['rank-0'],
      part: 'receiver',
      binds: true,
      address: ['mpi://127.0.0.1:5117'],
      port: 5117,
      knows: ['the layout of the message'],
    },
    {
      name: 'sender',
      aliases: ['rank-1'],
      part: 'sender',
      knows: ["the receiver's address, to make a job with it", 'its rank in the job', 'the layout of the message'],
    },
  ],
  setup: ['MPICH on both machines (apt-get install mpich)', 'the job: both ranks have begun before the first send'],
};
