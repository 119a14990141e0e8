import type { Finding } from '@parley/roles';
import { bottleneck, sampledMs, type Congestion } from './congestion';

/** The congestion window over time: each sample a bar, in eighths of the largest. */
export const sayWindows = ({ windows, alone, shared }: Congestion, say: (line: string) => void): void => {
  const most = Math.max(...windows);
  const bars = windows.map((window) => '▁▂▃▄▅▆▇█'[Math.min(7, Math.floor((8 * window) / most))]);
  say(
    `\nOne flow over a bottleneck of ${bottleneck.bits / 1e6} Mbit/s, TCP’s congestion window in ${sampledMs / 1000} s, at most ${most} segments:`,
  );
  say(bars.join(''));
  say(
    `It gets ${alone.toFixed(1)} Mbit/s; then with a second one, ${shared.map((one) => one.toFixed(1)).join(' and ')} Mbit/s.`,
  );
};

/** What the two flows have shown of congestion control. */
export function congestionFindings({ falls, rises, again, dropped, alone, shared }: Congestion): Finding[] {
  const deepest = falls.toSorted((a, b) => a.after / a.before - b.after / b.before)[0];
  const sum = shared[0] + shared[1];
  return [
    {
      says: 'congestion control: TCP sends more and more until the network drops something, then about half as much',
      measured: deepest
        ? `window ${deepest.before} before a loss, ${deepest.after} after; ${falls.length} falls, ${rises} rises, ${again} segments sent again`
        : `no fall, ${again} segments sent again`,
      holds: deepest !== undefined && deepest.after <= 0.75 * deepest.before && rises > falls.length && dropped > 0,
    },
    {
      says: 'two flows share what the bottleneck lets through, and none is shut out',
      measured: `${alone.toFixed(1)} Mbit/s alone; then ${shared.map((one) => one.toFixed(1)).join(' and ')}`,
      holds: shared[0] < 0.85 * alone && shared.every((one) => one > 0.15 * sum) && sum * 1e6 < 1.1 * bottleneck.bits,
    },
  ];
}
