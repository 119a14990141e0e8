/** One call that a process made: when it began and ended, in ns of the one clock that the whole host has. */
export interface Called {
  who: string;
  call: string;
  began: bigint;
  ended: bigint;
}

/** Makes calls and prints, for each, that it begins and when it ended. */
export const recorder =
  (who: string) =>
  <T>(call: string, make: () => T): T => {
    const began = process.hrtime.bigint();
    process.stdout.write(`begins ${call}\n`);
    const result = make();
    process.stdout.write(`called ${JSON.stringify([who, call, String(began), String(process.hrtime.bigint())])}\n`);
    return result;
  };

/** The calls that processes have printed, in the order in which they ended. */
export const calledOf = (...outputs: string[]): Called[] =>
  outputs
    .flatMap((text) => [...text.matchAll(/^called (.*)$/gm)])
    .map(([, json]) => {
      const [who, call, began, ended] = JSON.parse(json!) as [string, string, string, string];
      return { who, call, began: BigInt(began), ended: BigInt(ended) };
    })
    .sort((a, b) => (a.ended < b.ended ? -1 : 1));

/** That call of that process. Throws where it was not made. */
export const callOf = (calls: Called[], who: string, call: string): Called => {
  const found = calls.find((each) => each.who === who && each.call === call);
  if (!found) throw new Error(`${who} did not call ${call}`);
  return found;
};

/** How long a call took, in ms. */
export const tookOf = ({ began, ended }: Called): number => Number(ended - began) / 1e6;

/** Lines from stdin, one by one. */
export async function* lines(): AsyncGenerator<string> {
  for await (const text of process.stdin.setEncoding('utf8')) yield* String(text).trim().split('\n');
}
