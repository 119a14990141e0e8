import type { Settings } from '../stack/layer';
import type { Impairment } from '../transports';

/** How a process of a run takes part: a member from the start, one that joins, or a sender outside. */
export interface Opening {
  as: 'member' | 'joiner' | 'outside';
  name: string;
  group: string;
  stack: string[];
  address: string;
  connect: string[];
  /** The members that the group begins with. */
  members?: string[];
  settings?: Partial<Settings>;
  /** Faults on its way in, drawn with this seed. */
  seed: number;
  impaired?: Partial<Impairment>;
  /** It is killed when so many packets with a message have left it. */
  diesAfter?: number;
  /** Folder of the history; none is kept where it is not said. */
  evidence?: string;
  run: string;
}

/** Messages to send: `count` of them, `perSecond` (at once where it is not said), of `size` bytes, or these. */
export interface Sending {
  count: number;
  perSecond?: number;
  size?: number;
  texts?: string[];
  /** It is killed when so many of them have left. */
  diesAfter?: number;
}

/** What a process of a run is told, a line of JSON each on its stdin. */
export type Told = { n: number } & (
  | { do: 'open'; opening: Opening }
  | { do: 'send'; sending: Sending }
  /** Messages of `size` bytes as fast as they are taken, for so long. */
  | { do: 'flood'; forMs: number; size: number }
  | { do: 'impair'; impaired: Partial<Impairment> }
  /** Nothing comes in from these any more; from nobody: the way is free. */
  | { do: 'cut'; from: string[] }
  | { do: 'count' }
  | { do: 'held' }
  | { do: 'leave' | 'destroy' | 'close' }
);

/** What it answers. */
export interface Said {
  n: number;
  error?: string;
  address?: string;
  delivered?: number;
  /** Of a flood: what was sent, what was delivered here meanwhile, and how long it took in ms. */
  flood?: { sent: number; delivered: number; ms: number };
  /** Members that it has heard of; the view, as processes. */
  met?: number;
  view?: { id: number; members: string[] };
  out?: string;
  held?: { id: string; by: string; reason: string; waitsFor: string[] }[];
  faults?: { dropped: number; doubled: number; overtaken: number };
}
