import type { Guarantee, Layer } from './layer';

/** What each transport gives by itself; `simulated` loses, doubles and reorders, `simulated-links` only reorders. */
export const transports: Readonly<Record<string, readonly Guarantee[]>> = {
  udp: [],
  zeromq: ['integrity', 'validity', 'fifo'],
  tcp: ['integrity', 'validity', 'fifo'],
  simulated: [],
  'simulated-links': ['integrity', 'validity'],
};

/** Why a layer must not stand where this is missing below it. A stack that is refused says this. */
export const lacks: readonly { layer: string; below: Guarantee; reason: string }[] = [
  { layer: 'relay', below: 'validity', reason: 'a relay that loses packets makes loss rarer and promises nothing' },
  { layer: 'uniform', below: 'validity', reason: 'a majority is not counted where its acknowledgements get lost' },
  { layer: 'naive', below: 'validity', reason: 'the simple way sends reliably to each: it needs acks and repetition' },
  { layer: 'views', below: 'validity', reason: 'a flush over a bottom that loses never ends' },
  { layer: 'causal', below: 'validity', reason: 'causal order would wait for ever for a message that was lost' },
  { layer: 'causal-clocks', below: 'validity', reason: 'an ACK that was lost would be waited for for ever' },
  { layer: 'sequencer', below: 'validity', reason: 'after one lost number nothing would ever be delivered' },
  { layer: 'sequencer-stream', below: 'validity', reason: 'a lost rank or message would stop all after it' },
  { layer: 'causal-sequencer', below: 'validity', reason: 'after one lost number nothing would ever be delivered' },
];

/** Layers that must not be in one stack. */
export const clashes: readonly { layers: readonly [string, string]; reason: string }[] = [
  { layers: ['nack', 'ack'], reason: 'losses are repaired once: the second has nothing to repair' },
  { layers: ['naive', 'relay'], reason: 'naive is the way without a relay' },
  { layers: ['naive', 'uniform'], reason: 'naive is the way without a relay' },
  { layers: ['naive', 'views'], reason: 'a flush makes good what naive leaves out' },
  { layers: ['relay', 'uniform'], reason: 'uniform agreement passes messages on itself' },
  { layers: ['fifo', 'causal'], reason: 'causal order has FIFO order in it' },
  { layers: ['fifo', 'causal-clocks'], reason: 'causal-clocks keeps each sender in order itself' },
  { layers: ['fifo', 'causal-sequencer'], reason: 'causal-sequencer keeps each sender in order itself' },
];

const canStandTogether = (orders: readonly Layer[]): boolean =>
  orders.length < 2 || (orders.length === 2 && orders[0]!.name === 'fifo');

/** Why these layers, from the bottom up, make no sense together over this transport; nothing if they do. */
export const whySenseless = (transport: string | undefined, layers: readonly Layer[]): string | undefined => {
  if (transport === undefined) return `no transport: one of ${Object.keys(transports).join(', ')} belongs under it`;
  const names = layers.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) return `${twice} twice: the second finds nothing to do`;
  const clash = clashes.find((row) => row.layers.every((name) => names.includes(name)));
  if (clash) return `${clash.layers.join(' with ')}: ${clash.reason}`;
  if (!canStandTogether(layers.filter(({ slot }) => slot === 'order')))
    return 'two orders: one of them could only delay what the other has put in order; only fifo may stand under another';
  const given = new Set(transports[transport]);
  for (const layer of layers) {
    const need = layer.needs.find((guarantee) => !given.has(guarantee));
    if (need) {
      const reason = lacks.find((row) => row.layer === layer.name)?.reason ?? 'it builds on that';
      return `${layer.name} without ${need} below it: ${reason} (put nack or ack under it)`;
    }
    for (const guarantee of layer.gives) given.add(guarantee);
  }
  return undefined;
};
