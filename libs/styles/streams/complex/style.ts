import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../isochronous/unit';

export const style: Style = {
  id: 'complex',
  title: 'A complex stream: sound, pictures and captions kept in step',
  family: 'streams',
  middleware: 'UDP datagrams with time stamps of one clock, and one jitter buffer for all sub-streams',
  carrier: 'udp',
  rows: ['S36'],
  persistence: claim('none', 'a unit waits for its time to be played, and for nothing else', 'receiver after sender'),
  release: claim('sent', 'the sender goes on when the kernel of its host has the unit', 'point of release'),
  cardinality: claim('unicast', 'a sub-stream goes to one address', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'units of all sub-streams are played in the order in which they were taken; one that comes after a later one was played is not played',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'nothing is sent again, as it would come too late; a second copy is known by its number',
    'delivery under faults',
  ),
  full: claim('drop', 'what finds no room in the jitter buffer or the kernel’s is dropped', 'burst'),
  absent: claim('dropped', 'nobody asks whether there is a receiver', 'receiver absent'),
  tellsOfLoss: claim(false, 'nobody answers a unit', 'delivery under faults'),
  uncoupling: {
    space: claim(false, 'the sender has to know host and port of each sub-stream', 'what each side knows'),
    time: claim(false, 'a unit is worth something at its time only', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for the kernel of its own host only', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'sink',
      aliases: ['receiver'],
      part: 'receiver',
      binds: true,
      address: ['audio', 'video', 'captions'].map((name, n) => `udp://127.0.0.1:${5436 + n}/${name}/in-step/40-2000`),
      port: 5436,
      knows: ['the sub-streams', 'when a unit may be played'],
    },
    { name: 'source', aliases: ['sender'], part: 'sender', knows: ['the sink’s host and port for each sub-stream'] },
  ],
  setup: [],
  adapterOf: 'isochronous',
};
