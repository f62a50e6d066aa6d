import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Every way in which a request can fail, and its HTTP status: the only place that knows. */
export const problems = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'A valid bearer token is needed' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'not-found': { status: 404, title: 'There is no such thing, or it is not yours to see' },
  'not-acceptable': { status: 406, title: 'No representation that you accept' },
  'already-running': { status: 409, title: 'A submission for this machine is running' },
  'too-many-running': { status: 409, title: 'So many of your submissions are running that no more are taken' },
  'deadline-passed': { status: 409, title: 'The deadline has passed' },
  'attempts-used-up': { status: 409, title: 'No attempt is left' },
  'cool-down': { status: 409, title: 'It is too early for the next submission' },
  'regrade-state': { status: 409, title: 'The state of the regrade does not allow this' },
  'not-graded': { status: 409, title: 'There is no grade yet' },
  'not-pending': { status: 409, title: 'This key does not wait for acceptance' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'unsupported-media-type': { status: 415, title: 'The request body is not of a type that this takes' },
  invalid: { status: 422, title: 'Some fields are not valid' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used for another request' },
  internal: { status: 500, title: 'A fault of ours' },
  unavailable: { status: 503, title: 'Not ready' },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>;
export type ProblemCode = keyof typeof problems;

export interface FieldError {
  /** Path in the request, e.g. `address`, `query.limit`, `header.Idempotency-Key`. */
  field: string;
  message: string;
}

/** Thrown by handlers; the application answers it as an RFC 9457 problem document. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  /** Extension members of the document. */
  readonly extra: { errors?: FieldError[]; submission?: string; dueAt?: string; nextAt?: string; state?: string };
  constructor(code: ProblemCode, detail: string, extra: ApiProblem['extra'] = {}, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.extra = extra;
  }
}

/** One wrong field: 422. */
export function invalidField(field: string, message: string, options?: ErrorOptions): ApiProblem {
  return new ApiProblem('invalid', `${field}: ${message}`, { errors: [{ field, message }] }, options);
}

export function notFound(what: string, id: string): ApiProblem {
  return new ApiProblem('not-found', `There is no ${what} ${id} that you may see.`);
}

/** RFC 9457 §3. The type is a name, not a page. */
export function problemResponse({ code, message, extra }: ApiProblem): Response {
  const { status, title } = problems[code];
  return Response.json(
    { type: `urn:netgrader:problem:${code}`, title, status, code, detail: message, ...extra },
    {
      status,
      headers: {
        'Content-Type': 'application/problem+json',
        'Cache-Control': 'no-store',
        ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="netgrader"' } : {}),
      },
    },
  );
}
