/** What a run has shown of a claim. *Undecided*: the run gave no chance to fail, or never came to rest: not a pass. */
export interface Verdict {
  answer: 'holds' | 'violated' | 'undecided';
  /** One sentence for people: what was seen. */
  because: string;
  /** What was counted. */
  numbers: Record<string, number>;
}

type Make = (because: string, numbers?: Record<string, number>) => Verdict;

export const holds: Make = (because, numbers = {}) => ({ answer: 'holds', because, numbers });
export const violated: Make = (because, numbers = {}) => ({ answer: 'violated', because, numbers });
export const undecided: Make = (because, numbers = {}) => ({ answer: 'undecided', because, numbers });

/** Names the first few of many. */
export const some = (items: readonly unknown[]): string =>
  items.slice(0, 3).join(', ') + (items.length > 3 ? ` and ${items.length - 3} more` : '');

/** `violated` where there is any culprit, else `holds`. */
export const none = (culprits: readonly unknown[], of: number, what: string): Verdict =>
  of === 0
    ? undecided(`${what}: there was nothing to count`)
    : culprits.length > 0
      ? violated(`${what}: ${some(culprits)}`, { culprits: culprits.length, of })
      : holds(`${what}: none of ${of}`, { culprits: 0, of });

/** One verdict of several: one violation convicts, else one that is undecided leaves it undecided. */
export const every = (verdicts: readonly Verdict[]): Verdict => {
  const numbers = Object.assign({}, ...verdicts.map((verdict) => verdict.numbers)) as Record<string, number>;
  const worst =
    verdicts.find(({ answer }) => answer === 'violated') ?? verdicts.find(({ answer }) => answer === 'undecided');
  if (worst) return { ...worst, numbers };
  if (verdicts.length === 0) return undecided('nothing was asked');
  return holds(verdicts.map(({ because }) => because).join('; '), numbers);
};
