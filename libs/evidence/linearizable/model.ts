/** What an object would do if it stood alone and took one call after the other. Pure; states are plain data. */
export interface Model<State, Input, Output> {
  initial: State;
  step(state: State, input: Input): [State, Output];
}

/** Plain data with its fields in one order: equal data, equal text. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? 'undefined';

export type AccountInput = { do: 'debit' | 'refund'; amount: number } | { do: 'limit'; limit: number } | { do: 'read' };
export interface AccountOutput {
  outcome: 'done' | 'declined' | 'read';
  balance: number;
}

/** A customer's account as the deck on state machines would draw it: it may owe up to its limit; a debit beyond it is declined. */
export const accountModel = (
  limit: number,
): Model<{ balance: number; limit: number }, AccountInput, AccountOutput> => ({
  initial: { balance: 0, limit },
  step: (state, input) => {
    if (input.do === 'read') return [state, { outcome: 'read', balance: state.balance }];
    if (input.do === 'limit')
      return [
        { ...state, limit: input.limit },
        { outcome: 'done', balance: state.balance },
      ];
    const balance = input.do === 'debit' ? state.balance + input.amount : state.balance - input.amount;
    if (input.do === 'debit' && balance > state.limit) return [state, { outcome: 'declined', balance: state.balance }];
    return [
      { ...state, balance },
      { outcome: 'done', balance },
    ];
  },
});

/** A register: a write is done, a read gives what was written last. */
export const registerModel: Model<string, { put: string } | { get: true }, string> = {
  initial: '',
  step: (state, input) => ('put' in input ? [input.put, 'done'] : [state, state]),
};
