import { RpcError } from '@parley/middleware/grpc';
import type { z } from 'zod';
import type { problem } from './schemas';

type Part = 'body' | 'header' | 'query' | 'path';
export interface FieldError {
  in: Part;
  pointer: string;
  detail: string;
}

/** An answer that is not the one asked for, as RFC 9457 has it. Throw it anywhere in a request. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    readonly title: string,
    readonly detail?: string,
    readonly more: { errors?: FieldError[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail ?? title, { cause: more.cause });
  }

  body(): z.infer<typeof problem> {
    return {
      type: `urn:parley:problem:${this.slug}`,
      title: this.title,
      status: this.status,
      ...(this.detail && { detail: this.detail }),
      ...(this.more.errors && { errors: this.more.errors }),
    };
  }
}

// A body of 1,000 wrong lines needs no 1,000 complaints.
const MAX_ERRORS = 20;

/** JSON pointer as a URI fragment (RFC 6901 §6). */
export const pointer = (path: readonly PropertyKey[]): string =>
  `#${path.map((step) => `/${encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;

/** What zod found wrong in one part of the request, a complaint a field. */
export function fieldErrors(part: Part, error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ in: part, pointer: pointer([...issue.path, key]), detail: 'is not known here' }))
      : [{ in: part, pointer: pointer(issue.path), detail: issue.message }],
  );
}

export function invalidInput(errors: FieldError[]): Problem {
  const first = errors[0]!;
  const detail = `${first.in} ${first.pointer}: ${first.detail}${errors.length > 1 ? `, and ${errors.length - 1} more` : ''}`;
  return new Problem(400, 'invalid-input', 'The request is not valid', detail, { errors: errors.slice(0, MAX_ERRORS) });
}

export const notFound = (what: string) => new Problem(404, 'not-found', 'Not found', what);

/** `lines[3].unit_price` as gRPC services name a field → where it stands in the HTTP request. */
function fieldOfRpc({ field, description }: { field: string; description: string }): FieldError {
  const path = field.split(/[.[\]]+/).filter(Boolean);
  if (path[0] === 'idempotency_key') return { in: 'header', pointer: '#/idempotency-key', detail: description };
  const camel = path.map((step) => step.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()));
  return { in: 'body', pointer: pointer(camel), detail: description };
}

const soon = { 'Retry-After': '1' };

function ofRpc(error: RpcError): Problem {
  const errors = error.fieldViolations?.length ? error.fieldViolations.map(fieldOfRpc).slice(0, MAX_ERRORS) : undefined;
  const because = { errors, cause: error };
  const reason = (error.reason ?? '').toLowerCase().replaceAll('_', '-');
  switch (error.code) {
    case 'INVALID_ARGUMENT':
      if (reason === 'unknown-sku') return new Problem(422, reason, 'No such product', error.message, because);
      if (reason === 'unknown-country') return new Problem(422, reason, 'No such country', error.message, because);
      return new Problem(400, reason || 'invalid-input', 'The request is not valid', error.message, because);
    case 'NOT_FOUND':
      return new Problem(404, 'not-found', 'Not found', error.message, because);
    case 'ALREADY_EXISTS': {
      const where: FieldError[] = [
        { in: 'header', pointer: '#/idempotency-key', detail: 'was used with another body' },
      ];
      return new Problem(422, 'key-reused', 'The key was used with another body', error.message, {
        errors: errors ?? where,
        cause: error,
      });
    }
    case 'FAILED_PRECONDITION':
    case 'ABORTED':
      return new Problem(409, reason || 'conflict', 'The state does not allow it', error.message, because);
    case 'DEADLINE_EXCEEDED':
      return new Problem(504, 'timeout', 'A service did not answer in time', error.message, {
        headers: soon,
        cause: error,
      });
    case 'UNAVAILABLE':
    case 'RESOURCE_EXHAUSTED':
    case 'CANCELLED':
      return new Problem(503, 'unavailable', 'A service is not available', error.message, {
        headers: soon,
        cause: error,
      });
    default:
      return new Problem(502, 'bad-gateway', 'A service failed', undefined, { cause: error });
  }
}

/** Errors of express's body parser carry a `type`. */
function ofBodyParser(type: string, error: Error): Problem | undefined {
  const because = { cause: error };
  switch (type) {
    case 'entity.parse.failed':
      return new Problem(400, 'broken-json', 'The body is not JSON', error.message, {
        ...because,
        errors: [{ in: 'body', pointer: '#', detail: error.message }],
      });
    case 'entity.too.large':
      return new Problem(413, 'too-large', 'The body is too large', 'at most 1 MB (1,048,576 bytes)', because);
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Problem(415, 'unsupported-media-type', 'The content is not understood', error.message, because);
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem(400, 'broken-request', 'The request was not complete', error.message, because);
    default:
      return undefined;
  }
}

/** Whatever was thrown → the problem to answer with. What is not expected says nothing of its inside. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RpcError) return ofRpc(error);
  if (error instanceof URIError) return new Problem(400, 'broken-request', 'The address cannot be decoded');
  if (error instanceof Error && 'type' in error && typeof error.type === 'string') {
    const problem = ofBodyParser(error.type, error);
    if (problem) return problem;
    if ('status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500)
      return new Problem(error.status, 'broken-request', 'The request is not valid', error.message, { cause: error });
  }
  return new Problem(500, 'internal', 'The gateway failed', undefined, { cause: error });
}
