import { Fatal } from '@parley/faults';
import { ack } from './layers/ack';
import { causal } from './layers/causal';
import { causalClocks } from './layers/causal-clocks';
import { fifo } from './layers/fifo';
import { nack } from './layers/nack';
import { naive } from './layers/naive';
import { relay } from './layers/relay';
import { causalSequencer, sequencer } from './layers/sequencer';
import { sequencerStream } from './layers/sequencer-stream';
import { uniform } from './layers/uniform';
import { views } from './layers/views';
import type { Guarantee, Layer, Slot } from './layer';
import { nodeOf } from './node';
import type { Stack } from './stack';
import { transports, whySenseless } from './refusals';

/** All layers, by name. */
export const layers: readonly Layer[] = [
  nack,
  ack,
  views,
  naive,
  relay,
  uniform,
  fifo,
  causal,
  causalClocks,
  sequencer,
  sequencerStream,
  causalSequencer,
];

const slots: readonly Slot[] = ['loss', 'views', 'agreement', 'order'];

// fifo is the one order that may stand under another.
const rank = ({ name, slot }: Layer): number => slots.indexOf(slot) * 2 + (slot === 'order' && name !== 'fifo' ? 1 : 0);

/**
 * The node of a stack, named from the transport up (`['udp', 'nack', 'relay', 'causal']`; any order is put right).
 * `own` layers stand in for those of the same name, or are new. Throws Fatal: `senseless` with the reason where the
 * layers make no sense together, `unknown-layer` for a name that nobody has.
 */
export const composeStack = (
  names: readonly string[],
  { layers: own = [] }: { layers?: readonly Layer[] } = {},
): Stack => {
  const known = [...own, ...layers];
  const places = names.filter((name) => name in transports);
  const chosen = names
    .filter((name) => !(name in transports))
    .map((name) => {
      const layer = known.find((candidate) => candidate.name === name);
      if (layer) return layer;
      const all = [...Object.keys(transports), ...new Set(known.map((candidate) => candidate.name))].join(', ');
      throw new Fatal(`no layer ${name}: there are ${all}`, { reason: 'unknown-layer' });
    })
    .sort((a, b) => rank(a) - rank(b));
  const why = places.length > 1 ? `two transports, ${places.join(' and ')}` : whySenseless(places[0], chosen);
  if (why) throw new Fatal(`no sensible stack: ${why}`, { reason: 'senseless', detail: { stack: names.join(',') } });
  const gives = new Set<Guarantee>(transports[places[0]!]);
  for (const layer of chosen) for (const guarantee of layer.gives) gives.add(guarantee);
  return nodeOf({ transport: places[0]!, layers: chosen, gives });
};
