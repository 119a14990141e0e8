/** One holder at a time, in the order of asking. `lock` resolves with the function that gives it back. */
export function mutex(): { lock(): Promise<() => void> } {
  let last: Promise<void> = Promise.resolve();
  return {
    async lock() {
      const before = last;
      let release!: () => void;
      last = new Promise((resolve) => (release = resolve));
      await before;
      return release;
    },
  };
}
