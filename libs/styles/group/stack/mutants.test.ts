import type { Guarantee, Layer, Out, Packet } from './layer';
import { composeStack } from './compose';
import { five, tried, type Trouble } from './group.testing';
import { causal } from './layers/causal';
import { causalClocks } from './layers/causal-clocks';
import { fifo } from './layers/fifo';
import { nack } from './layers/nack';
import { relay } from './layers/relay';
import { causalSequencer, sequencer } from './layers/sequencer';
import { sequencerStream } from './layers/sequencer-stream';
import { uniform } from './layers/uniform';
import { views } from './layers/views';

const silent = (out: Out): Out => ({ ...out, down: () => undefined });

/** The packet with another header. */
const withHeader = (packet: Packet, change: (h: never) => unknown): Packet => ({
  ...packet,
  h: change(packet.h as never) as Packet['h'],
});

const isControl = (packet: Packet, word: string): boolean => Array.isArray(packet.h) && packet.h[0] === word;

/** Protocols with one mistake each, and the promises one of which the oracle must see broken. */
const mutants: {
  mistake: string;
  stack: string;
  layer: Layer;
  trouble: Trouble;
  size?: number;
  breaks: Guarantee[];
}[] = [
  {
    mistake: 'the relay is left out',
    stack: 'nack,relay,fifo',
    layer: { ...relay, up: (state, packet, from, out) => relay.up!(state, packet, from, silent(out)) },
    trouble: { crashes: 1 },
    breaks: ['agreement'],
  },
  {
    mistake: 'the comparison of clocks is off by one',
    stack: 'nack,relay,causal',
    layer: {
      ...causal,
      up: (state, packet, from, out) => {
        const of = five.indexOf(from);
        const less = (h: number[]): number[] => h.map((count, at) => (at === of ? count : Math.max(0, count - 1)));
        causal.up!(state, withHeader(packet, less), from, out);
      },
    },
    trouble: {},
    breaks: ['causal'],
  },
  {
    mistake: 'times are not waited for',
    stack: 'nack,relay,causal-clocks',
    layer: {
      ...causalClocks,
      up: (state, packet, from, out) => {
        (state as { heard: number[] }).heard.fill(Infinity);
        causalClocks.up!(state, packet, from, out);
      },
    },
    trouble: {},
    breaks: ['total'],
  },
  {
    mistake: 'the sequencer forgets that it has given number 2',
    stack: 'nack,relay,sequencer',
    layer: {
      ...sequencer,
      up: (state, packet, from, out) => {
        sequencer.up!(state, packet, from, out);
        if ((state as { given: number }).given === 2) (state as { given: number }).given = 1;
      },
    },
    trouble: {},
    breaks: ['validity', 'agreement', 'total'],
  },
  {
    mistake: 'what a dead sequencer had not numbered is forgotten',
    stack: 'nack,views,sequencer',
    layer: {
      ...sequencer,
      view: (state, view, out) => {
        (state as { pending: Map<number, Packet> }).pending.clear();
        sequencer.view!(state, view, out);
      },
    },
    trouble: { crashes: 2 },
    size: 5,
    breaks: ['validity'],
  },
  {
    mistake: 'the sequencer takes messages as they come',
    stack: 'nack,relay,causal-sequencer',
    layer: { ...sequencer, name: causalSequencer.name, gives: causalSequencer.gives },
    trouble: {},
    breaks: ['fifo', 'causal'],
  },
  {
    mistake: 'ranks of the order are not looked at',
    stack: 'nack,relay,sequencer-stream',
    layer: {
      ...sequencerStream,
      up: (state, packet, from, out) => {
        const own = state as { me: string; members: string[]; next: number; order: Map<number, string> };
        const at = `${own.members.indexOf(from)}/${packet.h as number}`;
        if (typeof packet.h === 'number') own.order.set(own.next, at);
        sequencerStream.up!(state, packet, from, out);
      },
    },
    trouble: {},
    breaks: ['total'],
  },
  {
    mistake: 'the flush is left out',
    stack: 'nack,views,fifo',
    layer: {
      ...views,
      up: (state, packet, from, out) => {
        const none = (h: unknown[]): unknown[] =>
          h.map((part) => (typeof part === 'object' && part !== null && 'cut' in part ? { ...part, cut: [] } : part));
        const isChange = isControl(packet, 'accept') || isControl(packet, 'decide');
        views.up!(state, isChange ? withHeader(packet, none) : packet, from, out);
      },
    },
    trouble: { crashes: 2 },
    size: 5,
    breaks: ['view-synchrony', 'agreement', 'validity'],
  },
  {
    mistake: 'a minority makes its own view',
    stack: 'nack,views,sequencer',
    layer: {
      ...views,
      timer: (state, name, out) => {
        const own = state as { view: { id: number; members: string[] }; suspects: Set<string> };
        const all = own.view.members;
        views.timer!(state, name, out);
        const left = all.filter((member) => !own.suspects.has(member));
        if (own.suspects.size > 0 && left.length < all.length / 2) {
          own.view = { id: own.view.id + 1, members: left };
          out.view(own.view);
        }
      },
    },
    trouble: { partition: true },
    size: 5,
    breaks: ['view-synchrony', 'agreement', 'validity', 'total'],
  },
  {
    mistake: 'an acknowledgement is counted that nobody gave',
    stack: 'nack,uniform,fifo',
    layer: {
      ...uniform,
      up: (state, packet, from, out) => {
        uniform.up!(state, packet, from, out);
        if (packet.h !== null) uniform.up!(state, packet, from === 'p2' ? 'p3' : 'p2', out);
      },
    },
    trouble: { crashes: 1 },
    breaks: ['uniform-agreement'],
  },
  {
    mistake: 'lost packets are not sent again',
    stack: 'nack,fifo',
    layer: { ...nack, timer: () => undefined },
    trouble: {},
    breaks: ['validity'],
  },
  {
    mistake: 'doubles go up to the application',
    stack: 'nack',
    layer: { ...nack, up: (_state, packet, from, out) => (packet.over ? out.up(packet.over, from) : undefined) },
    trouble: {},
    breaks: ['integrity'],
  },
  {
    mistake: 'numbers are not waited for',
    stack: 'nack,fifo',
    layer: { ...fifo, up: (_state, packet, from, out) => out.up(packet.over!, from) },
    trouble: {},
    breaks: ['fifo'],
  },
];

const seeds = 150;

/** The first schedule that convicts, and what it says. */
const conviction = (
  stack: ReturnType<typeof composeStack>,
  size: number,
  trouble: Trouble,
): { seed: number; says: string } | undefined => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const [says] = tried(stack, seed, size, trouble).objections;
    if (says !== undefined) return { seed, says };
  }
  return undefined;
};

test.each(mutants)('$stack: $mistake', ({ stack: names, layer, trouble, size = 3, breaks }) => {
  const stack = composeStack(['simulated', ...names.split(',')], { layers: [layer] });
  const found = conviction(stack, size, trouble);
  expect(breaks).toContain(found?.says.split(':')[0]);
  // The same schedule convicts the right protocol of nothing.
  expect(tried(composeStack(['simulated', ...names.split(',')]), found!.seed, size, trouble).objections).toEqual([]);
});
