import type { Toxic } from '@parley/faults';
import type { Carrier } from './trial';
import type { Played } from './played';
import type { Session } from './session';

/** One fault: what stands in the way from the start, and what happens when some messages have arrived. */
export interface Fault {
  name: string;
  carriers: readonly Carrier[];
  toxics: readonly Toxic[];
  /** Done once, mid-way. */
  strike?(session: Session, who: { sender: Played; receiver: Played }): Promise<void>;
}

const bothWays = (toxic: Toxic): Toxic[] => [
  { ...toxic, stream: 'upstream' },
  { ...toxic, stream: 'downstream' },
];

const wide = ['tcp', 'udp', 'none'] as const;
/** So slow that a fault comes before all is over. */
const slow = bothWays({ type: 'bandwidth', attributes: { rate: 8000 } });

/** The fault list that every style meets: what its carrier can suffer, and what can happen to its processes. */
export const faults: readonly Fault[] = [
  {
    name: 'latency and jitter',
    carriers: ['tcp', 'udp'],
    toxics: bothWays({ type: 'latency', attributes: { latency: 20, jitter: 20 } }),
  },
  {
    name: 'split bytes',
    carriers: ['tcp'],
    toxics: bothWays({ type: 'slicer', attributes: { average_size: 3000, size_variation: 2900 } }),
  },
  {
    name: 'little bandwidth',
    carriers: ['tcp', 'udp'],
    toxics: bothWays({ type: 'bandwidth', attributes: { rate: 5000 } }),
  },
  {
    name: 'connection cut',
    carriers: ['tcp'],
    toxics: slow,
    strike: async (session) => session.proxies().forEach((proxy) => proxy.cut()),
  },
  {
    name: 'response cut after request',
    carriers: ['tcp'],
    // The envelope holds the id of its message in plain text.
    toxics: [...slow, { type: 'cut_after_request', attributes: { every: 8, request: 'sender-1-' } }],
  },
  { name: 'loss', carriers: ['udp'], toxics: bothWays({ type: 'loss', attributes: { probability: 0.1 } }) },
  { name: 'duplicates', carriers: ['udp'], toxics: bothWays({ type: 'duplicate', attributes: { probability: 0.2 } }) },
  {
    name: 'reordering',
    carriers: ['udp'],
    toxics: bothWays({ type: 'reorder', attributes: { probability: 0.3, window: 8 } }),
  },
  {
    name: 'receiver killed and started again',
    carriers: wide,
    toxics: slow,
    strike: async (session, { receiver }) => {
      await session.crash(receiver);
      await session.again(receiver);
    },
  },
  {
    name: 'receiver frozen for a while',
    carriers: wide,
    toxics: slow,
    strike: async (session, { receiver }) => {
      receiver.freeze();
      await session.quiet(300);
      receiver.thaw();
    },
  },
  {
    name: 'sender killed',
    carriers: wide,
    toxics: slow,
    strike: (session, { sender }) => session.crash(sender),
  },
];
