import { Fatal, OutcomeUnknown, Retryable, kindOf, type ErrorKind } from '@parley/faults';

/** What a call comes back as: errors travel as values, so that kind and reason survive. */
export type Outcome =
  { ok: unknown } | { error: { kind: ErrorKind; reason?: string; message: string; detail?: Record<string, string> } };

/** More of an error's text than this does not travel. */
const maxText = 4000;

const isOurs = (error: unknown): error is Fatal | Retryable | OutcomeUnknown =>
  error instanceof Fatal || error instanceof Retryable || error instanceof OutcomeUnknown;

/** Runs a method and says what came of it; never rejects. The stack stays here: it is nobody else's matter. */
export const outcomeOf = async (run: () => unknown): Promise<Outcome> => {
  try {
    return { ok: await run() };
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).slice(0, maxText);
    const reason = error instanceof Fatal ? error.reason : undefined;
    const detail = isOurs(error) ? error.detail : {};
    return { error: { kind: kindOf(error), message, detail, ...(reason !== undefined && { reason }) } };
  }
};

/** The reverse: the value, or a throw of the same class of error. What is no outcome throws Fatal `undecodable`. */
export const valueOf = (outcome: unknown): unknown => {
  const found = (typeof outcome === 'object' && outcome !== null ? outcome : {}) as Partial<
    Record<'ok' | 'error', unknown>
  >;
  if ('ok' in found) return found.ok;
  const { kind, reason, message, detail } = (found.error ?? {}) as Partial<
    Extract<Outcome, { error: object }>['error']
  >;
  if (typeof message !== 'string') throw new Fatal('the answer is none', { reason: 'undecodable' });
  if (kind === 'retryable') throw new Retryable(message, { detail });
  if (kind === 'fatal') throw new Fatal(message, { detail, ...(typeof reason === 'string' && { reason }) });
  throw new OutcomeUnknown(message, { detail });
};
