/** How a command ends; a number for scripts. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, unreachable: 3 } as const;

/** Ends a command with one line on stderr and that exit code. */
export class Failure extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const failed = (message: string) => new Failure(exitCodes.failed, message);
export const usage = (message: string) => new Failure(exitCodes.usage, message);
export const unreachable = (what: string, cause?: unknown) =>
  new Failure(
    exitCodes.unreachable,
    `${what}\nStart the system with \`parley up\` or \`npm start\`; \`parley doctor\` says what is missing.`,
    { cause },
  );
