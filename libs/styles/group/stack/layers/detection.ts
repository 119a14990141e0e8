/** What is known of one member's signs of life; milliseconds. */
export interface Beats {
  last: number;
  /** The last times between two heartbeats. */
  gaps: number[];
  beat: number;
}

const kept = 32;

export const beatsFrom = (now: number): Beats => ({ last: now, gaps: [], beat: now });

/** Any packet is a sign of life; only heartbeats come at known intervals. */
export const hear = (beats: Beats, now: number, isHeartbeat: boolean): void => {
  beats.last = now;
  if (!isHeartbeat) return;
  beats.gaps.push(now - beats.beat);
  if (beats.gaps.length > kept) beats.gaps.shift();
  beats.beat = now;
};

/**
 * φ: minus the decimal logarithm of the probability that a heartbeat still comes after so long a silence, from the
 * mean and the spread of the last ones (Hayashibara et al., The φ accrual failure detector, SRDS 2004); the normal
 * distribution's tail by its logistic approximation. `least`: the smallest mean and spread that are believed.
 */
export const phiOf = ({ gaps }: Pick<Beats, 'gaps'>, silence: number, least: number): number => {
  const mean = gaps.length > 0 ? Math.max(least, gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length) : least;
  const square = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / Math.max(1, gaps.length);
  const y = (silence - mean) / Math.max(Math.sqrt(square), least / 2);
  const e = Math.exp(-y * (1.5976 + 0.070566 * y * y));
  return silence > mean ? -Math.log10(e / (1 + e)) : -Math.log10(1 - 1 / (1 + e));
};

/** Whether a member's silence is too long, by the chosen way. */
export const isSilent = (
  beats: Beats,
  now: number,
  by: { detector: 'timeout' | 'phi'; timeout: number; phi: number; heartbeat: number },
): boolean =>
  by.detector === 'timeout' ? now - beats.last > by.timeout : phiOf(beats, now - beats.last, by.heartbeat) > by.phi;
