import { Failure, exitCodes, unreachable } from './failures';

interface Problem {
  title?: string;
  detail?: string;
  errors?: { in: string; pointer: string; detail: string }[];
}

/** The gateway's answer was a problem (RFC 9457). Exit code 2 for what the caller got wrong, 3 where the system is away. */
export class ProblemAnswer extends Failure {
  constructor(
    readonly status: number,
    problem: Problem,
  ) {
    const fields = (problem.errors ?? []).map((error) => `\n  ${error.in} ${error.pointer}: ${error.detail}`).join('');
    const code =
      status >= 500 ? exitCodes.unreachable : status === 400 || status === 422 ? exitCodes.usage : exitCodes.failed;
    super(code, `${problem.title ?? 'refused'} (${status})${problem.detail ? `: ${problem.detail}` : ''}${fields}`);
  }
}

export interface Answer<T> {
  status: number;
  body: T;
}
export interface Gateway {
  url: string;
  get<T>(path: string, query?: Record<string, string | number | boolean | undefined>): Promise<T>;
  /** `key`: the Idempotency-Key. */
  post<T>(path: string, body: unknown, key?: string): Promise<Answer<T>>;
}

const TIMEOUT_MS = 90_000;

/** The HTTP API. What is no 2xx is thrown as ProblemAnswer; no answer at all as a Failure with exit code 3. */
export function openGateway(url: string): Gateway {
  async function call<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(url + path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
      body = await response.json();
    } catch (error) {
      if (error instanceof SyntaxError) throw unreachable(`${url} does not answer as Parley's gateway does.`, error);
      throw unreachable(`The gateway at ${url} does not answer.`, error);
    }
    if (!response.ok) throw new ProblemAnswer(response.status, body as Problem);
    return { status: response.status, body: body as T };
  }
  return {
    url,
    async get<T>(path: string, query: Record<string, string | number | boolean | undefined> = {}) {
      const given = Object.entries(query).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)] as [string, string]],
      );
      return (await call<T>(given.length ? `${path}?${new URLSearchParams(given)}` : path)).body;
    },
    post: <T>(path: string, body: unknown, key?: string) =>
      call<T>(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', ...(key && { 'Idempotency-Key': key }) },
      }),
  };
}
