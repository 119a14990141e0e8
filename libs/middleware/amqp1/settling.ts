export type Outcome = 'accepted' | 'rejected' | 'released';

/**
 * Has deliveries settled so that each keeps its own outcome: the library (rhea 3.0.5) writes what is settled within one
 * turn of the event loop as ranges, and gives the second of a range the outcome of the first, whatever its own is: a
 * rejected message counted as accepted, and was gone. What is accepted goes together, everything else in a turn of its own.
 */
export const openSettling = () => {
  const waiting: { outcome: Outcome; act(): void; done(): void }[] = [];
  let isTurn = false;

  const turn = (): void => {
    const [first] = waiting;
    isTurn = first !== undefined;
    if (!first) return;
    do {
      const { act, done } = waiting.shift()!;
      act();
      done();
    } while (first.outcome === 'accepted' && waiting[0]?.outcome === 'accepted');
    setImmediate(turn);
  };

  /** Resolves when the library has been told. */
  return (outcome: Outcome, act: () => void): Promise<void> =>
    new Promise((done) => {
      waiting.push({ outcome, act, done });
      if (!isTurn) turn();
    });
};
