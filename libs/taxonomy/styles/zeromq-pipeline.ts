import { claimsTo, type Style } from '../style';

const claim = claimsTo('The lab');

export const zeromqPipeline: Style = {
  id: 'zeromq-pipeline',
  title: 'Pipeline without a broker, ZeroMQ PUSH and PULL',
  family: 'messaging',
  middleware: 'zeromq',
  rows: ['S20'],
  persistence: claim(
    'none',
    'queues are in the memory of the two ends and die with them',
    'sender exits after sending',
  ),
  release: claim('none', 'send resolves when queued in the sender’s own process', 'point of release'),
  cardinality: claim('anycast', 'each message goes to one of the workers, in turn', 'fan-out count'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'per pair of sender and worker; not over several workers',
    'order per sender',
  ),
  delivery: claim('at most once', 'nobody acknowledges; a worker that dies takes its queue with it', 'consumer killed'),
  full: claim('block', 'at the high-water mark send waits for room, or times out', 'burst above the high-water mark'),
  uncoupling: {
    space: claim(
      false,
      'one side has the other’s address, though not its identity or number',
      'what each side must know',
    ),
    time: claim(false, 'what is queued is lost with the process that holds it', 'sender exits after sending'),
    synchronisation: claim(true, 'the sender goes on as soon as it has queued', 'point of release'),
  },
  acknowledges: false,
  redelivers: false,
  groups: false,
  replays: false,
  requestReply: false,
  headers: false,
  roles: [
    { name: 'ventilator', binds: true, port: 5557, knows: ['the frames of a job'] },
    { name: 'worker', knows: ['the ventilator’s and the sink’s address', 'the frames of a job and of a result'] },
    { name: 'sink', binds: true, port: 5558, knows: ['the frames of a result'] },
  ],
  setup: [],
};
